"""A demo's report in; what happened, in the order in which a newcomer reads it, out."""

from __future__ import annotations

from consolidator.report.console import Grid, Line, paint
from consolidator.report.diff import parts, size
from consolidator.report.outcome import Report
from consolidator.report.text import overview


def story(report: Report, path: str, program: str, width: int | None, color: bool) -> str:
    """What the sample was, what changed, where it is, and what to try next with `program`."""
    changes = report.changes.changes if report.changes else ()
    counts = [size(part) for part in parts(report.patch)]
    rows = [
        (change.path, f"+{added}", f"-{removed}", "new" if change.before is None else change.reason)
        for change, (added, removed) in zip(changes, counts, strict=True)
    ]
    before: list[Line | Grid] = [Line("A small FastAPI service, as it was", "bold underline"), Line()]
    after: list[Line | Grid] = [
        Line(),
        Line("What was done about it", "bold underline"),
        Line(),
        Grid(rows, (), ("", "green", "red", "dim"), 2),
        Line(),
        Line("Try next", "bold underline"),
        Line(),
        Line(f"  cd {path}"),
        *(Line(f"  {command}") for command in _commands(report, program)),
    ]
    return paint(before, width, color) + overview(report, 0, width, color) + paint(after, width, color)


def _commands(report: Report, program: str) -> tuple[str, ...]:
    return (
        f"git diff main...{report.branch}",
        f"{program} run --dry-run --pool-size 10",
        f"git switch {report.branch} && {program} check",
        f"{program} explain CE101",
    )
