"""Processes in; the table that a person reads, with the engines of each before and after, out."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.model import Claim, Process, Running
from consolidator.report.console import Grid, Line
from consolidator.report.words import change, count, holders

_ASIDE = frozenset({"migration", "tests"})
"""Everybody knows that these end."""

_SHOWN = 3
"""Programs that end by themselves are named up to this number."""


def processes(rows: Sequence[Running]) -> list[Line | Grid]:
    """One line for each process that serves and reaches a database; those that end by themselves in one."""
    serving = [row for row in rows if row.process.serves and row.claims]
    ended = [row.process.name for row in rows if not row.process.serves and row.process.kind not in _ASIDE]
    if not serving and not ended:
        return []
    made = holders(claim for row in serving for claim in row.claims).capitalize()
    head = ("Process", "Kind", "Started by", "Runs", f"{made} of one")
    table = [
        (row.process.name, row.process.kind, row.process.source, _runs(row.process), _engines(row)) for row in serving
    ]
    parts: list[Line | Grid] = [Line(), Grid(table, head, ("bold", "", "", "", ""))] if table else [Line()]
    if ended:
        names = ", ".join(ended[:_SHOWN]) + (f" and {len(ended) - _SHOWN} more" if len(ended) > _SHOWN else "")
        said = f"{count(len(ended), 'program')} {'ends' if len(ended) == 1 else 'end'} by themselves: {names}"
        parts.append(Line(said.replace("ends by themselves", "ends by itself"), "dim"))
    return parts


def _runs(process: Process) -> str:
    runs = count(process.workers, "worker")
    return f"{runs} x {count(process.replicas, 'replica')}" if process.replicas > 1 else runs


def _engines(row: Running) -> str:
    """`unbounded -> 1`, or by database where there are several."""
    if len(row.claims) == 1:
        return _change(row.claims[0])
    return ", ".join(f"{claim.database} {_change(claim)}" for claim in row.claims)


def _change(claim: Claim) -> str:
    return change(claim.engines_before, claim.engines_after)
