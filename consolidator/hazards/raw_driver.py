"""A driver connection opened in a function of a service: for each request another one, past every pool.

The pools of the drivers' own libraries: https://www.psycopg.org/docs/pool.html,
https://www.psycopg.org/psycopg3/docs/advanced/pool.html, https://magicstack.github.io/asyncpg/current/usage.html#connection-pools
and https://aiomysql.readthedocs.io/en/stable/pool.html; PyMySQL and mysqlclient have none, SQLAlchemy's pool serves
any driver: https://docs.sqlalchemy.org/en/20/core/pooling.html#constructing-a-pool
"""

from __future__ import annotations

from collections.abc import Iterator

from consolidator.hazards._blocks import body_of, place_of
from consolidator.hazards._scene import Scene, reported
from consolidator.meaning.lifetime import is_cached
from consolidator.model import Action, Call, Facts, Finding, Resource, Source, only
from consolidator.patterns import (
    administration,
    migration,
    own_connection,
    serverless,
    test_code,
)
from consolidator.syntax.expressions import dotted

CODE = "CE308"
_ANY_DRIVER = "sqlalchemy.pool.QueuePool, which serves any driver"
_POOLS = {
    "psycopg2.connect": "psycopg2.pool.ThreadedConnectionPool",
    "psycopg.connect": "psycopg_pool.ConnectionPool",
    "psycopg.Connection.connect": "psycopg_pool.ConnectionPool",
    "psycopg.AsyncConnection.connect": "psycopg_pool.AsyncConnectionPool",
    "asyncpg.connect": "asyncpg.create_pool",
    "aiomysql.connect": "aiomysql.create_pool",
    "pymysql.connect": _ANY_DRIVER,
    "MySQLdb.connect": _ANY_DRIVER,
}
_DRIVERS = {name.partition(".")[0] for name in _POOLS}
_APART = (test_code, migration, serverless, administration, own_connection)
"""Reasons to say nothing, those that look at the least first."""


def find(scene: Scene) -> tuple[Finding, ...]:
    """Every such call in a function of the service; scripts, tests and connections for notifications left out."""
    rows = (row for facts in scene.world.facts.values() if _imports_driver(facts) for row in _in_module(scene, facts))
    return tuple(rows)


def _imports_driver(facts: Facts) -> bool:
    return any(row.level == 0 and row.module.partition(".")[0] in _DRIVERS for row in facts.imports)


def _in_module(scene: Scene, facts: Facts) -> Iterator[Finding]:
    for call in facts.calls:
        names = dotted(call.expr.parts[0])
        if names is None or (len(names) > 1 and names[-1] != "connect"):
            continue
        origin = scene.world.resolve(facts.path, names, call.scope)
        pool = _POOLS.get(origin.qualified) if origin.kind == "external" else None
        if pool is not None and _is_repeated(scene, facts, call, origin.qualified):
            reason = "it opens a connection of its own on each call, past every pool"
            words = ("raw driver connection", reason, f"use {pool}")
            yield reported(CODE, facts, call.expr.span, call.scope, words, "note", Action.KEPT)


def _is_repeated(scene: Scene, facts: Facts, call: Call, creator: str) -> bool:
    """Whether a function of the service makes the connection, each time that it is called."""
    site = _as_site(scene, facts, call, creator)
    if site.function is None or site.at_import or site.function.name == "main":
        return False
    if facts.path not in scene.served or any(rule.reason(site, scene.world) for rule in _APART):
        return False
    return not is_cached(site) and not _is_kept(scene, facts, call)


def _is_kept(scene: Scene, facts: Facts, call: Call) -> bool:
    """Whether the connection goes into a variable of the module or of an object, which outlives the call."""
    place = place_of(body_of(scene.world, facts, call.scope), call.expr.span)
    targets = place.statement.targets if place else ()
    kept = {b.target for b in facts.some_bindings(only(call.scope)) if b.kind == "global" and b.scope == call.scope}
    return any(target in kept or "." in target or "[" in target for target in targets)


def _as_site(scene: Scene, facts: Facts, call: Call, creator: str) -> Resource:
    """The call in the form that the rules of restraint ask about."""
    return Resource(
        path=facts.path,
        facts=facts,
        call=call,
        creator=creator,
        is_async=call.role == "awaited",
        function=scene.function(facts.path, call.scope),
        url=None,
        source=Source("?"),
        options=(),
        target="",
        kind="connection",
    )
