"""The connection budget: what the processes of a service may claim of a database server, before and after."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from consolidator.budget.assumptions import assumptions
from consolidator.frozen import replace
from consolidator.model import Budget, Claim, Database, Process, Running, Server

__all__ = ["RESERVED", "as_told", "budget", "fits", "usable"]

RESERVED = 3
"""Connections that PostgreSQL keeps for superusers (superuser_reserved_connections, runtime-config-connection).

As many are spared of other servers, so that an administrator gets in.
"""

DEFAULT_MAX_CONNECTIONS = 100
"""PostgreSQL's (https://www.postgresql.org/docs/current/runtime-config-connection.html)."""
MYSQL_MAX_CONNECTIONS = 151
"""https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_max_connections"""


def budget(
    running: Sequence[Running],
    databases: Sequence[Database],
    found_limit: tuple[int, str] | None = None,
    workers: int | None = None,
    replicas: int | None = None,
    max_connections: int | None = None,
) -> Budget | None:
    """The connections of all processes that serve, summed for each server; those to the busiest one stand in front.

    A process claims its pools once for each worker and replica. `found_limit` is what a manifest gives to a server,
    with the file; `workers`, `replicas` and `max_connections` go before what was read. None without a server.
    """
    found = [row for row in running if row.process.serves and _claims(row)] or _one(databases)
    if not found:
        return None
    serving = as_told(found, workers, replicas)
    is_mysql = _is_mysql(databases)
    limit, why = _limit(found_limit, max_connections, is_mysql)
    spared = "left to administrators" if is_mysql else "reserved for superusers"
    servers = _servers(serving)
    first = servers[0]
    said, exact = assumptions(serving, running, databases)
    return Budget(
        before=first.before,
        after=first.after,
        per_process=_most([_sum([claim.connections_after for claim in _claims(row)]) for row in serving]),
        processes=sum(row.process.workers * row.process.replicas for row in serving),
        max_connections=limit,
        assumptions=(*said, why, f"{RESERVED} of the {limit:,} connections are {spared}"),
        servers=servers,
        upper_bound=exact and first.before is not None and first.after is not None,
        warning=_warning(first, serving, limit),
    )


def as_told(running: Iterable[Running], workers: int | None, replicas: int | None) -> tuple[Running, ...]:
    """With what the user says of each process that serves instead of what was read; None keeps it."""
    return tuple(
        replace(row, process=_told(row.process, workers, replicas)) if row.process.serves else row for row in running
    )


def usable(max_connections: int) -> int:
    """The connections that a service may claim of a server's `max_connections`."""
    return max(0, max_connections - RESERVED)


def fits(claimed: int | None, max_connections: int, part: float = 1.0) -> bool:
    """Whether `claimed` connections (None: without a bound) stay within `part` of what is usable."""
    return claimed is not None and claimed <= usable(max_connections) * part


def _warning(server: Server, serving: Iterable[Running], limit: int) -> str:
    """What would make the claims on a server fit, where they are bounded and more than it gives."""
    if server.after is None or fits(server.after, limit):
        return ""
    rows = [row.process for row in serving if any(claim.server == server.name for claim in row.claims)]
    processes = sum(process.workers * process.replicas for process in rows)
    each, where = usable(limit) // processes, f"each of {processes:,} processes" if processes > 1 else "the process"
    smaller = f"{each:,} in {where} (pool sizes and overflows together), " if each else ""
    return (
        f"{server.after:,} connections are more than the {usable(limit):,} that a service may claim: some would be "
        f"refused under full load; {smaller}fewer processes or a larger max_connections would fit"
    )


def _claims(row: Running) -> list[Claim]:
    """What a process claims of servers; a database in a file is none."""
    return [claim for claim in row.claims if claim.server is not None]


def _told(process: Process, workers: int | None, replicas: int | None) -> Process:
    if workers:
        process = replace(process, workers=workers, workers_from=_TOLD, workers_assumed="")
    return replace(process, replicas=replicas, replicas_from=_TOLD, replicas_assumed="") if replicas else process


_TOLD = "as told"


def _one(databases: Iterable[Database]) -> list[Running]:
    """Where no process is seen that serves: one that makes every engine."""
    claims = tuple(
        Claim(row.name, "", row.engines_before, row.engines_after, row.pool_before, row.pool_after, row.kind)
        for row in databases
        if not (row.driver or "").startswith("sqlite")
    )
    process = Process("service", "loop", "", "", (), "", workers_assumed="one process, as none that serves is seen")
    return [Running(process, claims)] if claims else []


def _servers(serving: Sequence[Running]) -> tuple[Server, ...]:
    """The sums of each server, the one that most is claimed of first."""
    before: dict[str, list[int | None]] = defaultdict(list)
    after: dict[str, list[int | None]] = defaultdict(list)
    for row in serving:
        times = row.process.workers * row.process.replicas
        for claim in _claims(row):
            before[str(claim.server)].append(_times(claim.connections_before, times))
            after[str(claim.server)].append(_times(claim.connections_after, times))
    found = [Server(name, _sum(before[name]), _sum(after[name])) for name in before]
    return tuple(sorted(found, key=lambda each: (_rank(each.after), _rank(each.before)), reverse=True))


def _is_mysql(databases: Iterable[Database]) -> bool:
    """Whether every server that is known is MySQL or MariaDB."""
    drivers = [row.driver for row in databases if row.driver and not row.driver.startswith("sqlite")]
    return bool(drivers) and all(each.startswith(("mysql", "mariadb")) for each in drivers)


def _limit(found: tuple[int, str] | None, told: int | None, is_mysql: bool) -> tuple[int, str]:
    if told is not None:
        return told, f"max_connections {told:,}, as told"
    if found is not None:
        return found[0], f"max_connections {found[0]:,}: {found[1]}"
    limit, whose = (MYSQL_MAX_CONNECTIONS, "MySQL") if is_mysql else (DEFAULT_MAX_CONNECTIONS, "PostgreSQL")
    return limit, f"max_connections {limit}: {whose}'s default, as no manifest names another"


def _times(number: int | None, times: int) -> int | None:
    return None if number is None else number * times


def _rank(number: int | None) -> tuple[bool, int]:
    return number is None, number or 0


def _most(numbers: Sequence[int | None]) -> int | None:
    return None if None in numbers else max((number for number in numbers if number is not None), default=0)


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None
