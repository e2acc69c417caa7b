"""JSON, SARIF, Markdown, HTML and the commit's message."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

import jsonschema
import pytest
from sample_values import CHANGES, FINDINGS, HOSTILE_FINDING, PLAN, SECRET, finding, report, with_findings

from consolidator import report as reports
from consolidator.errors import EnvironmentFailed, Refused
from consolidator.model import Action, Change, ChangeSet, TestCount, Trial
from consolidator.patch import to_patch
from consolidator.report.diff import shown
from consolidator.report.escape import markdown_code, markdown_text
from consolidator.report.outcome import Outcome
from consolidator.report.published import Document
from consolidator.report.review.colour import coloured
from consolidator.report.words import would
from consolidator.typed import document_schema

HOSTILE = report(plan=with_findings(HOSTILE_FINDING))


@pytest.mark.parametrize(
    "one",
    [
        report(),
        report("scan", changes=None, patch=b""),
        report(outcome=Outcome.COMMITTED, branch="b", commit="c", closes=3),
        HOSTILE,
        reports.failure("run", EnvironmentFailed("no git", "install it")),
    ],
)
def test_every_document_conforms_to_the_published_schema(one: reports.Report) -> None:
    schema = document_schema("consolidate", Document)
    jsonschema.Draft202012Validator.check_schema(schema)
    found = json.loads(reports.render("json", one, None))
    jsonschema.validate(found, schema)
    for wrong in ({"outcome": "well"}, {"files": [{"path": "a", "action": "eat", "reason": ""}]}, {"more": 1}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**found, **wrong}, schema)


def test_the_schema_says_what_a_number_and_a_code_may_be() -> None:
    schema = document_schema("consolidate", Document)
    finding = schema["properties"]["findings"]["items"]["properties"]
    assert finding["code"] == {"type": "string", "pattern": "^CE[1-4][0-9]{2}$"}
    assert finding["line"] == {"type": "integer", "minimum": 0}
    site = schema["properties"]["databases"]["items"]["properties"]["sites"]["items"]["properties"]
    assert site["line"] == {"type": "integer", "minimum": 1, "description": "counted from 1"}


def test_the_document_says_what_was_decided() -> None:
    document = json.loads(reports.render("json", report(), None))
    assert document["schema_version"] == "1"
    assert [each["action"] for each in document["findings"]] == ["consolidated", "consolidated", "kept"]
    assert [(each["path"], each["action"]) for each in document["files"]] == [
        ("src/a.py", "modify"),
        ("src/db.py", "create"),
    ]
    (api, seed) = document["processes"]
    assert (api["name"], api["kind"], api["python"], api["workers"], api["replicas"]) == ("api", "web", "3.11", 4, 2)
    assert [(each["name"], each["engines_before"], each["engines_after"]) for each in api["databases"]] == [
        ("main", 2, 1)
    ]
    assert (seed["kind"], seed["databases"]) == ("script", [])
    assert document["budget"]["before"] == 120 and document["databases"][0]["engines_after"] == 1
    assert document["pull_request"]["title"] == "Share one pooled engine for the database"


def test_a_scan_lists_the_files_that_a_run_would_change() -> None:
    files = json.loads(reports.render("json", report("scan", changes=None), None))["files"]
    assert [(each["path"], each["action"]) for each in files] == [("src/a.py", "modify"), ("src/db.py", "create")]


def test_an_unreadable_file_is_listed_as_not_touched() -> None:
    plan = with_findings(finding("CE401", Action.UNREADABLE, "src/broken.py"))
    files = json.loads(reports.render("json", report(plan=plan), None))["files"]
    assert {"path": "src/broken.py", "action": "none", "reason": "The URL is the same."} in files


def test_refusal_and_failure_are_told_apart() -> None:
    for error, outcome in ((Refused("a", "b"), "refused"), (EnvironmentFailed("a", "b"), "failed")):
        document = json.loads(reports.render("json", reports.failure("run", error), None))
        assert document["outcome"] == outcome and document["error"]["cure"] == "b"


@pytest.mark.parametrize("format", ["json", "sarif", "markdown", "html"])
def test_passwords_are_masked_and_controls_shown_in_every_format(format: str) -> None:
    text = reports.render(format, HOSTILE, None)
    assert isinstance(text, str)
    assert SECRET not in text and "\x1b" not in text and "\u202e" not in text
    assert "CE305" in text


def test_a_path_that_is_not_utf8_can_be_written_everywhere() -> None:
    plan = with_findings(finding("CE401", Action.UNREADABLE, "src/caf\udce9.py"))
    for format in ("json", "sarif", "markdown", "html"):
        text = reports.render(format, report(plan=plan), None)
        assert isinstance(text, str) and text.encode("utf-8")
    assert "src/caf%E9.py" in str(reports.render("sarif", report(plan=plan), None))


def test_sarif_has_rules_stable_fingerprints_and_suppressions() -> None:
    log = json.loads(reports.render("sarif", report("check"), None))
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert log["version"] == "2.1.0" and rules == ["CE101", "CE102", "CE201"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        assert result["partialFingerprints"]["consolidate/v1"]
        region = result["locations"][0]["physicalLocation"]["region"]
        assert region["startLine"] >= 1 and region["startColumn"] >= 1
    assert [bool(result.get("suppressions")) for result in run["results"]] == [False, False, True]


def test_sarif_warns_of_what_is_pending_and_notes_what_is_done() -> None:
    noted = finding("CE101", Action.CONSOLIDATED, reason="it shares the engine of src/db.py")
    plan = replace(PLAN, findings=(replace(noted, level="note"),))
    pending = json.loads(reports.render("sarif", report("check", plan=plan), None))["runs"][0]["results"][0]
    done = json.loads(reports.render("sarif", report(plan=plan, commit="c"), None))["runs"][0]["results"][0]
    assert pending["level"] == "warning" and "`make` makes an engine of its own." in pending["message"]["text"]
    assert done["level"] == "note" and done["message"]["text"].startswith("Engine consolidated:")


def test_sarif_points_at_the_first_line_where_none_is_known() -> None:
    plan = with_findings(finding("CE401", Action.UNREADABLE, line=0))
    last = json.loads(reports.render("sarif", report(plan=plan), None))["runs"][0]["results"][-1]
    assert last["locations"][0]["physicalLocation"]["region"]["startLine"] == 1


def test_markdown_text_is_literal_and_notifies_nobody() -> None:
    assert markdown_text("a|b *c* <d> @octocat #12 [x](y)") == (
        r"a\|b \*c\* \<d\> @<!-- -->octocat \#<!-- -->12 \[x\](y)"
    )
    assert markdown_text("use `get_engine(a|b)` now") == r"use `get_engine(a\|b)` now"
    assert markdown_text("one ` only") == r"one \` only"


def test_markdown_code_survives_backticks_and_bars() -> None:
    assert markdown_code("a``b|c") == r"```a``b\|c```"
    assert markdown_code("`x`") == "`` `x` ``"
    assert markdown_code("") == ""


def test_the_body_tells_what_why_sites_restraint_budget_and_rollback() -> None:
    text = str(reports.render("markdown", report(closes=12, commit="abc", proof="| errors | 131 | 0 |"), None))
    for heading in (
        "What",
        "Why",
        "Call sites",
        "Left alone on purpose",
        "Connection budget",
        "Measured",
        "How to roll back",
    ):
        assert f"## {heading}\n" in text
    assert "| `src/a.py:7` | `get_engine` | `create_engine(get_settings().DATABASE_URL)` |" in text
    assert "| main | `get_settings().DATABASE_URL` | psycopg2 | 2 -> 1 | 30 -> 15 |" in text
    assert "Closes #12" in text and "git revert abc" in text and "| errors | 131 | 0 |" in text
    assert "\n\n\n" not in text


def test_every_table_of_the_body_is_whole() -> None:
    text = str(reports.render("markdown", HOSTILE, None))
    for block in re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block


def test_what_was_applied_on_an_assumption_says_so() -> None:
    assumed = finding("CE301", Action.CONSOLIDATED, reason="The variable is always set.")
    text = str(reports.render("markdown", report(plan=with_findings(assumed)), None))
    assert "## Applied on an assumption" in text and "The variable is always set." in text


def test_a_body_that_a_host_would_refuse_is_cut_at_a_line_and_says_so() -> None:
    many = with_findings(*(finding("CE201", Action.KEPT, f"tests/{at}.py") for at in range(2000)))
    text = str(reports.render("markdown", report(plan=many), None))
    assert len(text) < 65_536 and text.endswith("`consolidate run -o markdown=FILE`._\n")


def test_commit_message_has_subject_wrapped_body_and_trailer() -> None:
    message = reports.commit_message(report(plan=with_findings(finding("CE302", Action.REVIEW)), closes=4), None)
    lines = message.splitlines()
    assert lines[0] == "Share one pooled engine for the database" and lines[1] == ""
    assert all(len(line) <= 72 for line in lines)
    assert "- src/a.py:7: engine consolidated" in lines and lines[-1] == "Closes #4"
    assert "Closes" not in reports.commit_message(report(), None)


VOID = ("meta", "br", "col", "input")


class Page(HTMLParser):
    """Collects tags and text, and fails on what a page for reviewers must not have."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.text = ""
        self.scripts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert tag not in ("img", "iframe", "link", "object", "base")
        assert not any(name.startswith("on") or name in ("src", "style") for name in given)
        assert (given.get("href") or "#").startswith("#")
        if tag == "script":
            self.scripts.append(given.get("type") or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_is_whole_loads_nothing_and_escapes_everything() -> None:
    page = Page()
    text = str(reports.render("html", HOSTILE, None))
    page.feed(text)
    page.close()
    assert page.open == [] and page.scripts == [""]
    assert "<script>alert(1)</script>" in page.text
    assert "def f(x: dict[str, int]) -> None: ...  # [/x] [red]" in page.text
    assert "120 of 100" in page.text and "src/a.py:7" in page.text
    assert "<title>service at aaaaaaaaaa: Share one pooled engine for the database</title>" in text


def test_the_page_runs_its_own_style_and_script_alone() -> None:
    text = str(reports.render("html", HOSTILE, None))
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy
    for tag in ("style", "script"):
        found = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert found and text.count(f"<{tag}>") == 1
        digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode()
        assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy[1] or f"{tag}-src 'sha256-{digest}'" in policy[1]
    assert "default-src 'none'" in policy[1] and "unsafe" not in policy[1]


def test_the_page_says_first_what_was_verified_and_what_was_not() -> None:
    trial = Trial("pytest -q", TestCount(0, 41, 0), TestCount(0, 44, 0))
    proof = (
        "**131 errors before, none after.**\n\n| | Before |\n|---|---:|\n| errors | `131` |\n\n"
        "<details><summary>Requests (1)</summary>\n\n- `GET /`\n\n</details>\n<b>x</b>\n"
    )
    text = str(reports.render("html", report(trial=trial, proof=proof), None))
    assert text.index("Verified</h2>") < text.index("Processes and databases</h2>") < text.index('id="p1"')
    assert "pytest -q: 41 passed before, 44 after" in text and "<td style" not in text
    assert "<td>errors</td>" in text and "<strong>Requests (1)</strong>" in text and "&lt;b&gt;x" in text
    plain = str(reports.render("html", report(), None))
    assert '<li class="open">The service was not run before and after (--prove)</li>' in plain


def test_each_site_links_to_its_hunk_and_back() -> None:
    there = finding("CE102", Action.CONSOLIDATED, "src/a.py", 1, reason="it shares the engine of src/db.py")
    text = str(reports.render("html", report(plan=replace(PLAN, findings=(there, FINDINGS[2]))), None))
    assert '<a class="where" href="#f1h1"><code>src/a.py:1</code></a>' in text
    hunk = text[text.index('id="f1h1"') :]
    assert '<a class="tag" href="#p2">CE102</a>' in hunk and "It shares the engine of src/db.py." in hunk
    assert '<code class="where">alembic/env.py:3</code>' in text


def test_the_picture_tells_in_words_what_it_shows() -> None:
    text = str(reports.render("html", report(), None))
    assert 'aria-label="Before: api makes 2 engines of main, at most 30 connections"' in text
    assert 'aria-label="After: api makes 1 engine of main, at most 15 connections"' in text


def test_the_page_of_a_scan_and_of_a_failure() -> None:
    scan = str(reports.render("html", report("scan", changes=None, patch=b""), None))
    assert 'class="file-box"' not in scan and "Verified</h2>" not in scan and "src/b.py:9" in scan
    failed = reports.failure("run", Refused(f"no postgresql://u:{SECRET}@h", "try <b>"))
    page = str(reports.render("html", failed, None))
    assert "try &lt;b&gt;" in page and SECRET not in page


def test_the_patch_is_given_untouched() -> None:
    assert reports.render("patch", report(patch=b"\x00\xff"), None) == b"\x00\xff"


def test_nothing_to_do_is_said_in_every_format() -> None:
    empty = replace(PLAN, new_files=(), file_edits=(), findings=FINDINGS[2:], databases=())
    nothing = report(plan=empty, changes=replace(CHANGES, changes=()), patch=b"", outcome=Outcome.NOTHING_TO_DO)
    assert json.loads(reports.render("json", nothing, None))["outcome"] == "nothing_to_do"
    assert "Nothing has to change." in str(reports.render("markdown", nothing, None))
    assert "Nothing to consolidate" in str(reports.render("html", nothing, None))


def test_lines_that_are_folded_show_no_secret_and_no_markup() -> None:
    ahead = 'TOKEN = "hunter2"\n' + "x = 1  # </script><b>\n" * 9
    change = Change("src/a.py", f"{ahead}e = 1\n".encode(), f"{ahead}e = 2\n".encode())
    changes = ChangeSet((change,))
    text = str(reports.render("html", report(changes=changes, patch=to_patch(changes)), None))
    folded = re.search(r'<script type="text/plain">(.*?)</script>', text, re.DOTALL)
    assert folded and "***" in folded[1] and "hunter2" not in text
    assert folded[1].count("\n") == 6 and "&lt;/script&gt;&lt;b&gt;" in folded[1]


def test_colours_survive_any_text() -> None:
    for text in ("", "\r", 'x = """a\r\nb', "\x00\x0c\u2028 def", "- {{: !!\n\t- &a *a", "[x\n=", "a" * 300_000):
        for path in ("a.py", "a.yml", "a.toml", ".env.example", "README.md"):
            lines = coloured(path, text).lines
            plain = [unescape(re.sub(r"</?i[^>]*>", "", line)) for line in lines]
            assert plain == [shown(line.removesuffix("\r")) for line in text.split("\n")]


def test_a_removed_line_of_a_docstring_is_no_code() -> None:
    change = Change("a.py", b'"""One.\n\nimport of old\n"""\nx = 1\n', b'"""One.\n\n"""\nx = 1\n')
    changes = ChangeSet((change,))
    text = str(reports.render("html", report(changes=changes, patch=to_patch(changes)), None))
    assert '<td class="in removed"><i class="s">import of old</i></td>' in text


def test_the_body_lists_clients_and_pools_beside_engines() -> None:
    client = finding(
        "CE110", Action.CONSOLIDATED, "src/c.py", message="Store shared", reason="it shares the client of x"
    )
    text = str(reports.render("markdown", report(plan=with_findings(client)), None))
    assert "| `src/c.py:7` | `make` | `Store` | It shares the client of x. |" in text


def test_what_is_not_done_yet_would_be() -> None:
    scanned = json.loads(reports.render("json", report("scan", changes=None), None))
    assert scanned["findings"][0]["reason"] == "it would share the engine of src/db.py"
    assert "It would share the engine of src/db.py." in reports.overview(report("scan"), 0, None, False)
    proposed = json.loads(reports.render("json", report(), None))
    assert proposed["findings"][0]["reason"] == "it shares the engine of src/db.py"


@pytest.mark.parametrize(
    ("reason", "then"),
    [
        ("it takes the engine", "it would take the engine"),
        ("shares one engine", "would share one engine"),
        ("its pool has the sizes", "its pool would have the sizes"),
        ("The URL is the same.", "The URL is the same."),
    ],
)
def test_a_reason_in_the_conditional(reason: str, then: str) -> None:
    assert would(reason) == then
