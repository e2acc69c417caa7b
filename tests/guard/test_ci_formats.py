"""Annotations for GitHub, Code Quality for GitLab, JUnit: as their hosts read them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
import xmlschema
from sample_values import HOSTILE, PLAN, SECRET, finding, report, with_findings

from consolidator import report as reports
from consolidator.cli import main
from consolidator.guard import judge
from consolidator.model import Action, Finding, Guard, Known
from consolidator.report import Report
from guard.conftest import Check

pytest_plugins = ("git_fixtures",)

LINES = {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}}
PLACE = {"required": ["path", "lines"], "properties": {"path": {"pattern": r"^(?!\./|/)"}, "lines": LINES}}
WORDS = {"type": "string", "minLength": 1}
SEVERITY = {"enum": ["info", "minor", "major", "critical", "blocker"]}
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": WORDS,
            "check_name": WORDS,
            "fingerprint": WORDS,
            "severity": SEVERITY,
            "location": PLACE,
        },
    },
}
"""The fields that https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format asks for."""
JUNIT = xmlschema.XMLSchema(str(Path(__file__).with_name("junit.xsd")))
COMMAND = re.compile(r"::(error|warning|notice) (file=[^,:]+(?:,(?:line|col)=\d+)*,title=[^,:]+)::(.*)")
MANY = tuple(finding("CE101", Action.CONSOLIDATED, f"src/{at:02}.py") for at in range(12))
LAST = finding("CE104", Action.CONSOLIDATED, "src/zz.py")
BROKEN = finding("CE401", Action.UNREADABLE, "src/broken.py", 0)
IDLE = replace(finding("CE311", Action.REVIEW, "src/idle.py"), level="note")


def checked(*findings: Finding) -> Report:
    """A check that fails for these findings alone."""
    plan = replace(PLAN, findings=findings)
    return report("check", plan=plan, guard=judge(plan))


def text(format: str, one: Report) -> str:
    return str(reports.render(format, one, None))


def test_annotations_are_the_worst_first_and_the_rest_stands_in_the_log() -> None:
    lines = text("github", checked(IDLE, *MANY, BROKEN, LAST)).splitlines()
    commands = [match for match in map(COMMAND.fullmatch, lines) if match]
    assert [match[1] for match in commands] == ["error"] * 10 + ["warning", "notice"]
    assert commands[0][2] == "file=src/zz.py,line=7,col=5,title=CE104 engine made again and again"
    assert commands[10][2] == "file=src/broken.py,title=CE401 file does not parse"
    assert [line.split()[1] for line in lines[12:]] == ["src/09.py:7:", "src/10.py:7:", "src/11.py:7:"]


@pytest.mark.parametrize(
    ("path", "shown"),
    [("src/a,b.py", "src/a%2Cb.py"), ("src/50%.py", "src/50%25.py"), ("src/c::d.py", "src/c%3A%3Ad.py")],
)
def test_what_has_a_meaning_in_a_command_is_escaped(path: str, shown: str) -> None:
    (line,) = text("github", checked(finding("CE101", Action.CONSOLIDATED, path))).splitlines()
    assert line.startswith(f"::error file={shown},line=7,col=5,title=")


def test_no_text_of_the_repository_makes_a_command_of_its_own() -> None:
    reason = f"100% is\r\n::error::{HOSTILE}"
    hostile = finding("CE301", Action.REVIEW, "::stop-commands::x\n::error::y.py", symbol=HOSTILE, reason=reason)
    many = [replace(hostile, path=f"{hostile.path}{at}") for at in range(12)]
    lines = text("github", checked(*many)).splitlines()
    assert [line[:8] for line in lines] == ["::error "] * 10 + [r"- \x3a:s"] * 2
    assert all("100%25 is\\r\\n::error::x" in line for line in lines[:10])


def test_the_summary_of_the_step_lists_everything(
    check: Check, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    code, out, _ = check("-f", "github")
    assert code == 1 and len(out.splitlines()) == 2
    lines = summary.read_text().splitlines()
    assert lines[:2] == ["before", "### consolidate check: 2 findings"]
    assert [line.split(" | ")[0] for line in lines[-3:-1]] == ["| `app/orders.py:7`", "| `app/users.py:7`"]
    assert check("-f", "text")[0] == 1 and summary.read_text().splitlines() == lines


def test_a_summary_that_the_host_would_refuse_is_cut_at_a_row_and_says_so() -> None:
    long = [replace(one, symbol="s" * 5000, path=f"{at}/{one.path}") for at in range(30) for one in MANY]
    whole = reports.step_summary(checked(*long))
    assert 900_000 < len(whole.encode()) < 1_000_000
    assert re.search(r"\|\n\n\d+ more findings: `consolidate check` lists them\.\n\n$", whole)


def test_nothing_found_is_nothing_said() -> None:
    good = checked()
    assert text("github", good) == "" and reports.step_summary(good) == ""
    assert json.loads(text("gitlab", good)) == []


def test_code_quality_has_the_fields_that_gitlab_reads() -> None:
    one = checked(*MANY, BROKEN, IDLE, finding("CE301", Action.REVIEW, "src/caf\udce9.py"))
    gone = Known("f" * 16, "CE101", "src/old.py", "make")
    assert one.guard is not None
    issues = json.loads(text("gitlab", replace(one, guard=replace(one.guard, stale=(gone,), baseline="known.json"))))
    jsonschema.validate(issues, GITLAB)
    assert len({each["fingerprint"] for each in issues}) == len(issues) == 15
    assert [each["severity"] for each in issues] == ["major"] * 13 + ["minor", "info"]
    assert issues[12]["location"]["path"] == "src/caf\\udce9.py"


def test_junit_conforms_and_its_numbers_add_up() -> None:
    plan = with_findings(*MANY, BROKEN, IDLE)
    known = Guard((*plan.findings[3:5], BROKEN), plan.findings[:2], baseline="known.json")
    document = text("junit", report("check", plan=plan, guard=known))
    JUNIT.validate(document)
    (suite,) = ElementTree.fromstring(document)
    assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["5", "2", "1", "2"]
    found = {name: len(suite.findall(f"testcase/{name}")) for name in ("failure", "error", "skipped")}
    assert found == {"failure": 2, "error": 1, "skipped": 2} and len(suite) == 5
    assert suite[-1][0].get("message") == "accepted in known.json"


def test_junit_of_a_clean_service_is_one_case_that_passes() -> None:
    document = text("junit", checked())
    JUNIT.validate(document)
    (case,) = ElementTree.fromstring(document).iter("testcase")
    assert len(case) == 0


@pytest.mark.parametrize("format", ["github", "gitlab", "junit"])
def test_passwords_are_masked_and_controls_shown(format: str) -> None:
    secret = f"It is at postgresql://me:{SECRET}@db/x."
    told = text(format, checked(finding("CE301", Action.REVIEW, "src/a\x1b.py", symbol=HOSTILE, reason=secret)))
    assert SECRET not in told and "\x1b" not in told and "\u202e" not in told
    if format == "junit":
        JUNIT.validate(told)


def test_they_are_written_into_files_too_and_other_commands_have_none(
    check: Check, capfd: pytest.CaptureFixture[str]
) -> None:
    assert check("-o", "junit=report.xml", "-o", "gitlab=quality.json")[0] == 1
    JUNIT.validate(Path("report.xml").read_text())
    jsonschema.validate(json.loads(Path("quality.json").read_text()), GITLAB)
    assert main(["scan", "-f", "github"]) == 2 and "scan has no github" in capfd.readouterr().err
    assert main(["run", "-n", "-o", "junit=x"]) == 2 and "Use `consolidate check`" in capfd.readouterr().err
