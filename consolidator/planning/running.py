"""Processes and databases to what each process claims of each database, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from consolidator.deciding.gain import Tally
from consolidator.frozen import replace
from consolidator.model import Action, Claim, Database, Process, Resource, Running, Site

Place = tuple[str, int, int]
"""Path, line and column of a site."""

Counts = Mapping[Place, int | None]
"""How many engines one process gets from each site; None without a bound."""


def counts(tally: Tally, sites: Iterable[Resource]) -> Iterator[tuple[Process, Counts]]:
    """Each process that is seen, with what it makes at the sites."""
    places = {site: (site.path, site.call.expr.span.line, site.call.expr.span.column) for site in sites}
    for process, made in zip(tally.processes, tally.counts, strict=True):
        if process.source:
            yield process, {place: made.of(site) for site, place in places.items() if site.path in process.reach}


def running(rows: Iterable[tuple[Process, Counts]], databases: Sequence[Database]) -> tuple[Running, ...]:
    """Each process with its claims, none for a database of which it makes no engine."""
    return tuple(Running(process, tuple(_claims(made, databases))) for process, made in rows)


def measured(database: Database, rows: Iterable[Running]) -> Database:
    """The database with the figures of the process that serves and claims most of it, where one does."""
    claims = [claim for row in rows if row.process.serves for claim in row.claims if claim.database == database.name]
    if not claims:
        return database
    return replace(
        database,
        engines_before=_most([claim.engines_before for claim in claims]),
        engines_after=_most([claim.engines_after for claim in claims]),
        pool_before=_most([claim.connections_before for claim in claims]),
        pool_after=_most([claim.connections_after for claim in claims]),
    )


def _claims(made: Counts, databases: Sequence[Database]) -> Iterator[Claim]:
    for database in databases:
        rows = [(site, made.get((site.path, site.line, site.column), 0)) for site in database.sites]
        here = [(site, count) for site, count in rows if count != 0]
        if here:
            yield _claim(database, here)


def _claim(database: Database, rows: Sequence[tuple[Site, int | None]]) -> Claim:
    """What is shared afterwards is one engine, however many sites of the process share it."""
    kept = [row for row in rows if row[0].action is not Action.CONSOLIDATED]
    shares = len(kept) < len(rows)
    engines, connections = _engines(kept), _connections(kept)
    return Claim(
        database=database.name,
        kind=database.kind,
        server=_server(database),
        engines_before=_engines(rows),
        engines_after=None if engines is None else engines + shares,
        connections_before=_connections(rows),
        connections_after=None if connections is None else connections + database.shared_connections * shares,
    )


def _engines(rows: Sequence[tuple[Site, int | None]]) -> int | None:
    return _sum([count for _, count in rows])


def _connections(rows: Sequence[tuple[Site, int | None]]) -> int | None:
    return _sum([None if count is None else count * site.connections for site, count in rows])


def _most(numbers: Sequence[int | None]) -> int | None:
    return None if None in numbers else max(number for number in numbers if number is not None)


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _server(database: Database) -> str | None:
    """The host of a literal URL; a file has none."""
    if (database.driver or "").startswith("sqlite"):
        return None
    try:
        parts = urlsplit(database.url_source.strip("\"'"))
        if parts.scheme.startswith("sqlite"):
            return None
        return f"{parts.hostname}:{parts.port}" if parts.hostname and parts.port else parts.hostname or ""
    except ValueError:
        return ""
