"""The documents in JSON and SARIF, and what holds for the documents of every format."""

from __future__ import annotations

import json
from dataclasses import replace

import jsonschema
import pytest
from sample_values import CHANGES, FINDINGS, HOSTILE_REPORT, PLAN, SECRET, finding, report, with_findings

from consolidator import report as reports
from consolidator.errors import EnvironmentFailed, Refused
from consolidator.model import Action
from consolidator.report.outcome import Outcome
from consolidator.report.published import Document
from consolidator.typed import document_schema


@pytest.mark.parametrize(
    "one",
    [
        report(),
        report("scan", changes=None, patch=b""),
        report(outcome=Outcome.COMMITTED, branch="b", commit="c", closes=3),
        HOSTILE_REPORT,
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
    text = reports.render(format, HOSTILE_REPORT, None)
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


def test_the_patch_is_given_untouched() -> None:
    assert reports.render("patch", report(patch=b"\x00\xff"), None) == b"\x00\xff"


def test_nothing_to_do_is_said_in_every_format() -> None:
    empty = replace(PLAN, new_files=(), file_edits=(), findings=FINDINGS[2:], databases=())
    nothing = report(plan=empty, changes=replace(CHANGES, changes=()), patch=b"", outcome=Outcome.NOTHING_TO_DO)
    assert json.loads(reports.render("json", nothing, None))["outcome"] == "nothing_to_do"
    assert "Nothing has to change." in str(reports.render("markdown", nothing, None))
    assert "Nothing to consolidate" in str(reports.render("html", nothing, None))
