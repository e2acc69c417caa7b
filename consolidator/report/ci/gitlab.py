"""A check in; a Code Quality report out.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from consolidator.report.ci.rows import Level, Row, rows
from consolidator.report.outcome import Report

_SEVERITIES: Mapping[Level, str] = {"error": "major", "warning": "minor", "notice": "info"}


def render(report: Report) -> str:
    """The report as a JSON array; what is accepted, or stands in a baseline alone, is not in it."""
    return json.dumps([_issue(row) for row in rows(report) if row.line or row.level != "notice"], indent=2) + "\n"


def _issue(row: Row) -> dict[str, object]:
    return {
        "description": f"{row.code} {row.text}",
        "check_name": row.code,
        "fingerprint": row.fingerprint,
        "severity": _SEVERITIES[row.level],
        "location": {"path": row.path, "lines": {"begin": max(1, row.line)}},
    }
