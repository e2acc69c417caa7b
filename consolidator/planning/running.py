"""Processes and databases to what each process claims of each database, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from consolidator.model import Action, Claim, Database, Process, Running, Site


def running(processes: Iterable[Process], databases: Sequence[Database]) -> tuple[Running, ...]:
    """Each process with its claims, none for a database of which it reaches no site."""
    return tuple(Running(process, tuple(_claims(process, databases))) for process in processes)


def _claims(process: Process, databases: Sequence[Database]) -> Iterator[Claim]:
    for database in databases:
        sites = [site for site in database.sites if site.path in process.reach]
        if sites:
            yield _claim(database, sites)


def _claim(database: Database, sites: Sequence[Site]) -> Claim:
    """What is shared afterwards is one engine, however many sites of the process share it."""
    kept = [site for site in sites if site.action is not Action.CONSOLIDATED]
    shares = len(kept) < len(sites)
    engines, connections = _engines(kept), _connections(kept)
    return Claim(
        database=database.name,
        server=_server(database.url_source),
        engines_before=_engines(sites),
        engines_after=None if engines is None else engines + shares,
        connections_before=_connections(sites),
        connections_after=None if connections is None else connections + database.shared_connections * shares,
    )


def _engines(sites: Sequence[Site]) -> int | None:
    return _sum([site.engines for site in sites])


def _connections(sites: Sequence[Site]) -> int | None:
    return _sum([None if site.engines is None else site.engines * site.connections for site in sites])


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _server(source: str) -> str | None:
    """The host of a literal URL."""
    try:
        parts = urlsplit(source.strip("\"'"))
        if parts.scheme.startswith("sqlite"):
            return None
        return f"{parts.hostname}:{parts.port}" if parts.hostname and parts.port else parts.hostname or ""
    except ValueError:
        return ""
