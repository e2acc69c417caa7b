"""A check in; annotations for GitHub Actions, and the summary of their step, out.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.report.ci.rows import LEVELS, Row, rows
from consolidator.report.escape import markdown_code, markdown_text
from consolidator.report.outcome import Report
from consolidator.report.words import count

MOST = 10
"""Annotations of one level that a step may have; the host drops the others without a word.

https://github.com/actions/toolkit/blob/main/docs/problem-matchers.md#limitations
"""

SUMMARY_LIMIT = 1_000_000
"""Bytes; a step's summary may have 1 MiB, and other commands of the step write into it as well."""


def render(report: Report) -> str:
    """One command for each row, the worst first; those beyond the limit as plain lines of the log."""
    told = rows(report)
    shown = [row for level in LEVELS for row in [each for each in told if each.level == level][:MOST]]
    rest = [row for row in told if row not in shown]
    lines = [*map(_annotation, shown), *(f"- {row.place}: {row.code} {row.text}" for row in rest)]
    return "".join(f"{line}\n" for line in lines)


def step_summary(report: Report) -> str:
    """All rows as Markdown, empty where there is none; rows that do not fit are counted."""
    told = rows(report)
    if not told:
        return ""
    failing = sum(row.level != "notice" for row in told)
    head = f"### consolidate check: {count(failing, 'finding')}\n\n| Where | Code | What |\n|---|---|---|\n"
    return head + _fitting([_cells(row) for row in told], SUMMARY_LIMIT - len(head)) + "\n"


def _fitting(lines: Sequence[str], limit: int) -> str:
    text = ""
    size = 0
    for at, line in enumerate(lines):
        size += len(line.encode("utf-8", "replace"))
        if size > limit - 100:
            return f"{text}\n{count(len(lines) - at, 'more finding')}: `consolidate check` lists them.\n"
        text += line
    return text


def _cells(row: Row) -> str:
    return f"| {markdown_code(row.place)} | {row.code} | {markdown_text(row.text)} |\n"


def _annotation(row: Row) -> str:
    places = [("file", row.path)]
    places += [("line", str(row.line)), ("col", str(max(1, row.column)))] if row.line else []
    places.append(("title", f"{row.code} {row.title}"))
    properties = ",".join(f"{name}={_property(value)}" for name, value in places)
    return f"::{row.level} {properties}::{_data(row.text)}"


def _data(text: str) -> str:
    """https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts, escapeData"""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The same file, escapeProperty."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
