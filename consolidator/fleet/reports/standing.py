"""Records, servers and documents in; how the fleet stands, summed up for every kind of report, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consolidator.fleet.state import Record
from consolidator.fleet.values import Outcome, Server

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
    """A fleet at one moment."""

    records: tuple[Record, ...]
    loads: tuple[Load, ...] = ()

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
        """The worst of all. A service whose own configuration is wrong has failed; the call was right."""
        return max((6 if each.exit_code == 2 else each.exit_code for each in self.records), default=0)


def standing(records: Sequence[Record], servers: Sequence[Server], documents: Documents) -> Standing:
    """The fleet with the connection budget of each database server that a service names."""
    names = dict.fromkeys([*(each.name for each in servers), *(one for each in records for _, one in each.servers)])
    limits = {each.name: each.max_connections for each in servers}
    return Standing(tuple(records), tuple(_load(name, limits.get(name), records, documents) for name in names))


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
    if any(each[side] is None for each in here):
        return None
    processes = (document.get("budget") or {}).get("processes") or 1
    return int(sum(each[side] for each in here) * processes)


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [each for each in numbers if each is not None]
    return sum(known) if len(known) == len(numbers) else None
