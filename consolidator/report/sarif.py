"""A report in; a SARIF 2.1.0 log out (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import quote

from consolidator import __version__
from consolidator.codes import CODES, Code
from consolidator.codes.links import POOLING, page
from consolidator.masking import mask
from consolidator.model import Action, Finding, Plan
from consolidator.report.outcome import Report
from consolidator.report.words import known_by, offence, told

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report) -> str:
    """The log as text: a result for each finding, what is kept for a reason marked as suppressed."""
    findings = report.plan.findings if report.plan else ()
    used = sorted({finding.code for finding in findings})
    run = {
        "tool": {
            "driver": {
                "name": "consolidate",
                "semanticVersion": __version__,
                "informationUri": POOLING,
                "rules": [_rule(CODES[id]) for id in used],
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report)],
        "results": [_result(finding, used, report) for finding in findings],
    }
    if report.plan and report.snapshot:
        run["properties"] = {"commit": report.snapshot.commit, "engines": _engines(report.plan)}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: Code) -> dict[str, Any]:
    return {
        "id": code.id,
        "name": "".join(word.capitalize() for word in re.findall(r"\w+", code.pending)),
        "shortDescription": {"text": code.pending},
        "fullDescription": {"text": code.why},
        "helpUri": page(code.id),
        "help": {"text": code.fix, "markdown": f"{code.fix}\n\n`consolidate explain {code.id}` says more."},
        "defaultConfiguration": {"level": code.level},
    }


def _invocation(report: Report) -> dict[str, Any]:
    error = report.error
    if error is None:
        return {"executionSuccessful": True}
    note = {"level": "error", "message": {"text": mask(f"{error.message} ({error.cure})")}}
    return {"executionSuccessful": False, "toolExecutionNotifications": [note]}


def _result(finding: Finding, rules: list[str], report: Report) -> dict[str, Any]:
    pending = finding.action is Action.CONSOLIDATED and report.commit is None and not report.written
    result = {
        "ruleId": finding.code,
        "ruleIndex": rules.index(finding.code),
        "level": CODES[finding.code].level if pending else finding.level,
        "message": {"text": mask(offence(finding) if pending else told(finding))},
        "locations": [{"physicalLocation": _location(finding)}],
        "partialFingerprints": {"consolidate/v1": finding.fingerprint},
    }
    if finding.action is Action.KEPT:
        kind = "inSource" if finding.code == "CE215" else "external"
        result["suppressions"] = [{"kind": kind, "status": "accepted", "justification": mask(finding.reason)}]
    elif report.guard and finding in report.guard.accepted:
        result["baselineState"] = "unchanged"
        result["suppressions"] = [{"kind": "external", "status": "accepted", "justification": known_by(report.guard)}]
    elif report.guard and finding in report.guard.new and (report.guard.baseline or report.guard.since):
        result["baselineState"] = "new"
    return result


def _location(finding: Finding) -> dict[str, Any]:
    uri = quote(finding.path.encode("utf-8", "surrogateescape"))
    return {
        "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": max(1, finding.line), "startColumn": max(1, finding.column)},
    }


def _engines(plan: Plan) -> list[dict[str, Any]]:
    return [
        {"database": each.name, "kind": each.kind, "before": each.engines_before, "after": each.engines_after}
        for each in plan.databases
    ]
