"""Records, servers and documents in; how the fleet stands, summed up for every kind of report, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from consolidator.budget import fits
from consolidator.fleet.reports.leftover import leftover
from consolidator.fleet.state import Moment, Record, State
from consolidator.fleet.values import Outcome
from consolidator.frozen import dataclass, field
from consolidator.model import SERVING
from consolidator.report.words import sentences

Documents = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Load:
    """What all services together claim of one database server; None without a bound."""

    name: str
    before: int | None
    after: int | None
    max_connections: int | None
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A fleet at one moment; `left` tells what a service leaves for a person, by its name."""

    records: tuple[Record, ...]
    loads: tuple[Load, ...] = ()
    history: tuple[Moment, ...] = ()
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def told(self, record: Record) -> tuple[str, ...]:
        """Why a service is not done: the error with its cure, or what is left for a person."""
        if record.error:
            return (sentences(record.error.message, record.error.cure),)
        return self.left.get(record.name, ())

    @property
    def counts(self) -> Counter[Outcome | None]:
        """Services by outcome; None for those that nobody tried yet."""
        return Counter(record.outcome for record in self.records)

    @property
    def outcome(self) -> Outcome | None:
        """The worst of all; None where nothing was tried."""
        order = list(Outcome)
        return max((each for each in self.counts if each), key=order.index, default=None)

    @property
    def exit_code(self) -> int:
        """The worst of all."""
        return worst(self.records)


def overdrawn(loads: Sequence[Load], part: float | None) -> bool:
    """Whether more than `part` of what a server allows is claimed of it; never where nobody asks."""
    asked = [each for each in loads if part is not None and each.max_connections is not None]
    return not all(fits(each.after, each.max_connections or 0, part or 1.0) for each in asked)


def worst(records: Sequence[Record]) -> int:
    """The worst exit code; a service whose own configuration is wrong has failed, yet the call was right."""
    return max((6 if each.exit_code == 2 else each.exit_code for each in records), default=0)


def standing(state: State, seen: Sequence[Record] = ()) -> Standing:
    """The fleet as it is on record, with the connection budget of each database server that a service names.

    `seen` goes before the record of the same service: a plan alone is not noted over a commit.
    """
    over = {each.name: each for each in seen}
    records = tuple(over.get(each.name, each) for each in state.records())
    limits = {each.name: each.max_connections for each in state.servers()}
    names = dict.fromkeys([*limits, *(one for each in records for _, one in each.servers)])
    documents = state.documents()
    loads = tuple(_load(name, limits.get(name), records, documents) for name in names)
    partial = [each.name for each in records if each.outcome is Outcome.PARTIAL]
    left = {name: leftover(documents[name]) for name in partial if name in documents}
    return Standing(records, loads, state.history(), left)


def _load(name: str, limit: int | None, records: Sequence[Record], documents: Documents) -> Load:
    using = [each for each in records if name in dict(each.servers).values()]
    before, after = (
        [_claimed(each, name, documents.get(each.name), side) for each in using]
        for side in ("connections_before", "connections_after")
    )
    return Load(name, _sum(before), _sum(after), limit, tuple(each.name for each in using))


def _claimed(record: Record, server: str, document: Mapping[str, Any] | None, side: str) -> int | None:
    """What one service claims of a server: the pools of its databases there, in each of its processes."""
    if document is None:
        return 0
    servers = dict(record.servers)
    here = [
        each
        for each in document["databases"]
        if servers.get(each["name"], servers.get(each["environment"] or each["name"], servers.get(""))) == server
    ]
    names = {each["name"] for each in here}
    seen = [
        _of_process(process, names, side) for process in document.get("processes", ()) if process["kind"] in SERVING
    ]
    if any(seen):
        return _sum([claim for claims in seen for claim in claims])
    if any(each[side] is None for each in here):
        return None
    processes = (document.get("budget") or {}).get("processes") or 1
    return int(sum(each[side] for each in here) * processes)


def _of_process(process: Mapping[str, Any], names: set[str], side: str) -> list[int | None]:
    """The connections of all workers and replicas of one process to these databases."""
    times = process["workers"] * process["replicas"]
    claims = [claim[side] for claim in process["databases"] if claim["name"] in names]
    return [None if claim is None else claim * times for claim in claims]


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [each for each in numbers if each is not None]
    return sum(known) if len(known) == len(numbers) else None
