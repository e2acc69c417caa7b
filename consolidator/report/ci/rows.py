"""A check in; what is told of it, the worst first, out."""

from __future__ import annotations

from typing import Literal

from consolidator.codes import CODES
from consolidator.frozen import dataclass
from consolidator.masking import mask, printable
from consolidator.model import Action, Finding, Known
from consolidator.report.outcome import Report
from consolidator.report.words import offence, sentences

Level = Literal["error", "warning", "notice"]
LEVELS: tuple[Level, ...] = ("error", "warning", "notice")

_EACH_CALL = frozenset({"CE102", "CE104", "CE110"})
"""What is made on each call has no bound, which is worse than one more."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to tell, masked and without control characters; `line` and `column` are 0 where no place is known."""

    level: Level
    code: str
    title: str
    path: str
    line: int
    column: int
    text: str
    fingerprint: str

    @property
    def place(self) -> str:
        """`path:line`, or the path alone."""
        return f"{self.path}:{self.line}" if self.line else self.path


def rows(report: Report) -> list[Row]:
    """What fails the check, and what else it has to say, the worst first."""
    guard = report.guard
    if report.plan is None or guard is None:
        return []
    idle = [_row(each) for each in report.plan.findings if each.code == "CE311"]
    gone = [_gone(each, guard.baseline or "") for each in guard.stale]
    return sorted([*map(_row, guard.new), *idle, *gone], key=_weight)


def accepted(report: Report) -> list[Row]:
    """What would fail the check, had nobody accepted it."""
    return sorted(map(_row, report.guard.accepted), key=_weight) if report.guard else []


def _weight(row: Row) -> tuple[int, bool, str, int, str]:
    return LEVELS.index(row.level), row.code not in _EACH_CALL, row.path, row.line, row.code


def _row(finding: Finding) -> Row:
    level: Level = "error"
    if finding.action is Action.UNREADABLE:
        level = "warning"
    elif finding.level == "note" and finding.action is Action.REVIEW:
        level = "notice"
    path, text = printable(finding.path), printable(mask(offence(finding)))
    title = CODES[finding.code].pending
    return Row(level, finding.code, title, path, finding.line, finding.column, text, finding.fingerprint)


def _gone(known: Known, file: str) -> Row:
    code = printable(known.code)
    text = sentences(printable(f"{file} remembers {code} of `{known.symbol}`, which is found no more"))
    return Row("notice", code, "remembered and gone", printable(known.path), 0, 0, text, printable(known.fingerprint))
