"""The page for reviewers: whole, loading nothing, everything escaped, each site beside its hunk."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

from sample_values import FINDINGS, HOSTILE_REPORT, PLAN, SECRET, finding, report

from consolidator import report as reports
from consolidator.errors import Refused
from consolidator.model import Action, Change, ChangeSet, TestCount, Trial
from consolidator.patch import to_patch
from consolidator.report.diff import shown
from consolidator.report.review.colour import coloured

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
    text = str(reports.render("html", HOSTILE_REPORT, None))
    page.feed(text)
    page.close()
    assert page.open == [] and page.scripts == [""]
    assert "<script>alert(1)</script>" in page.text
    assert "def f(x: dict[str, int]) -> None: ...  # [/x] [red]" in page.text
    assert "120 of 100" in page.text and "src/a.py:7" in page.text
    assert "<title>service at aaaaaaaaaa: Share one pooled engine for the database</title>" in text


def test_the_page_runs_its_own_style_and_script_alone() -> None:
    text = str(reports.render("html", HOSTILE_REPORT, None))
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
