"""Processes and what they claim to the assumptions behind the sum, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consolidator.budget.words import counted
from consolidator.model import Database, Process, Running

_SHOWN = 3
"""Names that are listed before the rest is counted."""


def assumptions(
    serving: Sequence[Running], running: Sequence[Running], databases: Sequence[Database]
) -> tuple[tuple[str, ...], bool]:
    """The sentences, and whether the numbers of processes are exact and every engine is counted.

    `serving` are the processes that are summed, `running` all that are seen.
    """
    missing = [*_ended(running), *_unseen(serving, running, databases)]
    said = [*(_process(row.process) for row in serving), *missing, *_pools(serving)]
    exact = not any(row.process.workers_assumed or row.process.replicas_assumed for row in serving)
    return tuple(said), exact and not missing


def _process(process: Process) -> str:
    """`api: 4 workers, set in gunicorn.conf.py; 3 replicas (compose.yaml:3)`."""
    workers = process.workers_assumed or _with(counted(process.workers, "worker"), process.workers_from)
    replicas = process.replicas_assumed or _with(counted(process.replicas, "replica"), process.replicas_from)
    where = f" ({process.source})" if process.source else ""
    return f"{process.name}: {workers}; {replicas}{where}"


def _with(number: str, origin: str) -> str:
    return f"{number}, {origin}" if origin else number


def _ended(running: Sequence[Running]) -> Iterator[str]:
    aside = ("migration", "tests")
    names = [r.process.name for r in running if r.claims and not r.process.serves and r.process.kind not in aside]
    if names:
        noun = "program that ends by itself is" if len(names) == 1 else "programs that end by themselves are"
        yield f"{len(names)} {noun} not counted: {_listed(names)}"


def _unseen(serving: Sequence[Running], running: Sequence[Running], databases: Sequence[Database]) -> Iterator[str]:
    """Sites that no process is seen to reach, where any process is seen at all."""
    if not running or serving[0].process.source == "":
        return
    reached = frozenset[str]().union(*(row.process.reach for row in running))
    lost = [f"{s.path}:{s.line}" for row in databases for s in row.sites if s.path not in reached]
    if lost:
        noun = (
            "site is in no process that is seen, and" if len(lost) == 1 else "sites are in no process that is seen, and"
        )
        yield f"{len(lost)} {noun} not counted: {_listed(lost)}"


def _pools(serving: Sequence[Running]) -> Iterator[str]:
    claims = [claim for row in serving for claim in row.claims if claim.server is not None]
    unbounded = {claim.kind for claim in claims if claim.connections_before is None}
    if unbounded:
        noun = "an engine or a pool" if len(unbounded) > 1 else "an engine" if "engine" in unbounded else "a pool"
        yield f"{noun} for each call has no bound: every call may open connections of its own"
    bounded = {claim.kind for claim in claims if claim.connections_before is not None}
    if "pool" in bounded:
        yield "a pool without sizes takes as many connections as its driver has without them"
    if "engine" in bounded:
        yield "an engine without pool settings takes up to 15 connections, SQLAlchemy's 5 + 10"
    unnamed = {claim.database for claim in claims if not claim.server}
    if len(unnamed) > 1:
        yield f"{counted(len(unnamed), 'database')} are taken to be on one server, as nothing says where they are"


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_SHOWN])
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"
