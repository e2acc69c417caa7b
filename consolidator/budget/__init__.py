"""The connection budget: what a service may claim of its database server, before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from consolidator.budget.deployment import Deployment, read_deployment
from consolidator.budget.words import counted
from consolidator.model import Budget, Database

__all__ = ["RESERVED", "Deployment", "budget", "fits", "read_processes", "usable"]

RESERVED = 3
"""Connections that PostgreSQL keeps for superusers (superuser_reserved_connections, runtime-config-connection)."""


def read_processes(texts: Mapping[str, bytes]) -> Deployment:
    """Workers of one replica, replicas, the server's max_connections and the assumptions behind them, in this order.

    `texts` maps posix paths to the files of a commit; Procfile, Dockerfile, compose files, Kubernetes manifests, Helm
    values and gunicorn's configuration are read where their numbers are literal.
    """
    return read_deployment(texts)


def budget(
    databases: Sequence[Database], workers: int, replicas: int, max_connections: int, assumptions: Sequence[str]
) -> Budget:
    """The connections of all processes before and after; None where nothing bounds them.

    One process claims the sum over the databases; `workers` are the processes of each of `replicas`.
    """
    before = _sum([database.pool_before for database in databases])
    after = _sum([database.pool_after for database in databases])
    processes = workers * replicas
    return Budget(
        before=None if before is None else before * processes,
        after=None if after is None else after * processes,
        per_process=after,
        processes=processes,
        max_connections=max_connections,
        assumptions=(*assumptions, *_of_pools(databases, max_connections)),
    )


def usable(max_connections: int) -> int:
    """The connections that a service may claim of a server's `max_connections`."""
    return max(0, max_connections - RESERVED)


def fits(claimed: int | None, max_connections: int, part: float = 1.0) -> bool:
    """Whether `claimed` connections (None: without a bound) stay within `part` of what is usable."""
    return claimed is not None and claimed <= usable(max_connections) * part


def _sum(numbers: Sequence[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _of_pools(databases: Sequence[Database], max_connections: int) -> list[str]:
    said = [f"{RESERVED} of the {max_connections:,} connections are reserved for superusers"]
    if any(database.pool_before is None for database in databases):
        said.append("an engine for each call has no bound: every call may open connections of its own")
    if any(database.pool_before is not None for database in databases):
        said.append("an engine without pool settings takes up to 15 connections, SQLAlchemy's 5 + 10")
    if len(databases) > 1:
        said.append(f"{counted(len(databases), 'database')} are on one server")
    return said
