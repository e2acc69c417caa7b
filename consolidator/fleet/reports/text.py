"""The fleet in; tables for a terminal out."""

from __future__ import annotations

import re

from consolidator.fleet.reports.standing import Load, Standing
from consolidator.fleet.state import Record
from consolidator.fleet.values import Outcome
from consolidator.report.console import Grid, Line, paint
from consolidator.report.words import amount, change, count

STYLES = {
    Outcome.CHANGED: "green",
    Outcome.NOTHING: "dim",
    Outcome.PARTIAL: "yellow",
    Outcome.REFUSED: "magenta",
    Outcome.FAILED: "bold red",
}
WAITING = "waiting"
_WORDS = {Outcome.NOTHING: "nothing to do"}


def word(outcome: Outcome | None) -> str:
    """An outcome as a person reads it."""
    return _WORDS.get(outcome, outcome.value) if outcome else WAITING


def overview(fleet: Standing, verbose: int, width: int | None, color: bool) -> str:
    """The services, what went wrong with its cure, the budget of each server, and the totals; `verbose` adds logs."""
    parts: list[Line | Grid] = [Grid([_row(each) for each in fleet.records], ("Service", "Outcome", *_HEAD))]
    for each in [one for one in fleet.records if fleet.told(one)]:
        parts += [
            Line(),
            Line(f"{each.name}: {word(each.outcome)}", STYLES.get(each.outcome or Outcome.FAILED, "")),
            *(Line(f"  {said}") for said in fleet.told(each)),
            *(Line(f"    {line}", "dim") for line in each.log.splitlines() if verbose),
        ]
    if fleet.loads:
        head = ("Server", "Connections", "Allowed", "Services")
        parts += [Line(), Grid([_server(each) for each in fleet.loads], head)]
    return paint([*parts, Line(), Line(totals(fleet), "bold")], width, color)


_HEAD = ("Stage", "Engines", "Seconds", "Branch", "Request")


def _row(record: Record) -> tuple[str, ...]:
    known = record.outcome not in (None, Outcome.FAILED, Outcome.REFUSED)
    return (
        record.name,
        word(record.outcome),
        record.stage.value if record.stage else "",
        change(record.engines_before, record.engines_after) if known else "",
        f"{record.seconds:.1f}" if record.attempts else "",
        record.branch or "",
        request(record),
    )


def request(record: Record) -> str:
    """`#12 open, checks failing`; empty where there is none."""
    if record.pull_number is None:
        return ""
    checks = f", checks {record.checks}" if record.checks not in (None, "none") else ""
    return f"#{record.pull_number} {record.pull_state}{checks}"


def web_address(record: Record) -> str:
    """Where the request can be read; empty for anything that is no plain web address."""
    url = record.pull_request or ""
    return url if re.fullmatch(r"https?://[\w.:/%~+@=-]+", url) else ""


def _server(load: Load) -> tuple[str, ...]:
    allowed = "" if load.max_connections is None else f"{load.max_connections:,}"
    return (load.name, change(load.before, load.after), allowed, amount(len(load.services)))


def finished(record: Record, fresh: bool, color: bool) -> str:
    """A line about a service that is done."""
    said = word(record.outcome) if fresh else f"{word(record.outcome)}, as before"
    reason = f": {record.error.message}" if record.error else ""
    style = STYLES[record.outcome] if record.outcome else ""
    return paint([Line(f"{record.name}  {said}{reason}", style)], None, color)


def totals(fleet: Standing) -> str:
    """`200 services: 190 changed, 5 nothing to do, 5 failed`."""
    order: list[Outcome | None] = [*Outcome, None]
    said = [f"{fleet.counts[each]:,} {word(each)}" for each in order if fleet.counts[each]]
    return f"{count(len(fleet.records), 'service')}: {', '.join(said)}"
