"""Facts to creation sites of the drivers' own pools: calls that resolve, through imports, to one of their libraries.

https://magicstack.github.io/asyncpg/current/api/index.html#connection-pools ,
https://www.psycopg.org/psycopg3/docs/api/pool.html , https://aiopg.readthedocs.io/en/stable/core.html#pool ,
https://aiomysql.readthedocs.io/en/stable/pool.html , https://www.encode.io/databases/connections_and_transactions/ ,
https://www.psycopg.org/docs/pool.html , https://github.com/aio-libs/aioodbc and
https://dev.mysql.com/doc/connector-python/en/connector-python-connection-pooling.html
"""

from __future__ import annotations

from consolidator.frozen import dataclass
from consolidator.meaning.sites import CreationSite, enclosing_function
from consolidator.meaning.sources import Follower, Source
from consolidator.meaning.world import World
from consolidator.model import Call, Expr, Facts, Span
from consolidator.syntax.expressions import dotted


@dataclass(frozen=True, slots=True)
class Driver:
    """What one kind of pool is like.

    `pool` is the class of an instance, `awaited` whether the creating call is awaited, `opener` the awaited method
    that opens an instance which is made closed, `closers` the methods that end it, in order, `waits` those of them
    that are awaited. `address` are the parameters that say which database it is, the first of them also as the
    positional argument with the number `position`; None where it has none.
    """

    creator: str
    pool: str
    address: tuple[str, ...]
    is_async: bool = True
    awaited: bool = True
    opener: str = ""
    closers: tuple[str, ...] = ("close",)
    waits: tuple[str, ...] = ("close",)
    resets: bool = False
    """Whether a connection forgets its session's settings when it goes back to the pool."""
    position: int | None = 0
    refuses: bool = False
    """Whether an exhausted pool raises an error at once, where others let their callers wait."""


_SERVER = ("host", "port", "user", "password", "database", "passfile")
_MYSQL = (*_SERVER, "unix_socket", "db", "read_default_file", "read_default_group")
_CLOSES_THEN_WAITS = {"closers": ("close", "wait_closed"), "waits": ("wait_closed",)}
_ASYNCPG = Driver("asyncpg.create_pool", "asyncpg.Pool", ("dsn", *_SERVER), resets=True)
_SYNC = Driver("psycopg_pool.ConnectionPool", "psycopg_pool.ConnectionPool", ("conninfo",), False, False, waits=())
_PSYCOPG = "psycopg_pool.AsyncConnectionPool"
_AIOPG = Driver("aiopg.create_pool", "aiopg.Pool", ("dsn", *_SERVER), **_CLOSES_THEN_WAITS)  # type: ignore[arg-type]
_AIOMYSQL = Driver("aiomysql.create_pool", "aiomysql.Pool", _MYSQL, **_CLOSES_THEN_WAITS)  # type: ignore[arg-type]
_AIOODBC = Driver("aioodbc.create_pool", "aioodbc.Pool", ("dsn",), position=None, **_CLOSES_THEN_WAITS)  # type: ignore[arg-type]


def _psycopg2(name: str) -> Driver:
    creator = f"psycopg2.pool.{name}"
    address = ("dsn", "dbname", *_SERVER)
    return Driver(creator, creator, address, False, False, "", ("closeall",), (), position=2, refuses=True)


_CONNECTOR = Driver(
    *("mysql.connector.pooling.MySQLConnectionPool",) * 2,
    _MYSQL,
    *(False, False),
    closers=("_remove_connections",),
    waits=(),
    position=None,
    refuses=True,
)
DRIVERS = {
    "asyncpg.create_pool": _ASYNCPG,
    "asyncpg.pool.create_pool": _ASYNCPG,
    "psycopg_pool.ConnectionPool": _SYNC,
    "psycopg_pool.pool.ConnectionPool": _SYNC,
    "psycopg_pool.AsyncConnectionPool": Driver(_PSYCOPG, _PSYCOPG, ("conninfo",), awaited=False, opener="open"),
    "aiopg.create_pool": _AIOPG,
    "aiopg.pool.create_pool": _AIOPG,
    "aiomysql.create_pool": _AIOMYSQL,
    "aiomysql.pool.create_pool": _AIOMYSQL,
    "aioodbc.create_pool": _AIOODBC,
    "aioodbc.pool.create_pool": _AIOODBC,
    **{f"psycopg2.pool.{name}": _psycopg2(name) for name in ("SimpleConnectionPool", "ThreadedConnectionPool")},
    "mysql.connector.pooling.MySQLConnectionPool": _CONNECTOR,
    "databases.Database": Driver(
        "databases.Database",
        "databases.Database",
        ("url",),
        awaited=False,
        opener="connect",
        closers=("disconnect",),
        waits=("disconnect",),
    ),
}


@dataclass(frozen=True, slots=True)
class PoolSite:
    """One creation of a driver's pool; `arguments` are (name, or None for the first positional one, value)."""

    site: CreationSite
    driver: Driver
    arguments: tuple[tuple[str | None, Expr], ...]


def find_pools(world: World) -> tuple[PoolSite, ...]:
    """Every creation of a driver's pool, in path and source order."""
    follower = Follower(world)
    found: list[PoolSite] = []
    for path in sorted(world.facts):
        facts = world.facts[path]
        if any(row.module.partition(".")[0] in _PACKAGES for row in facts.imports):
            rows = (_site(world, follower, facts, call) for call in facts.calls)
            found += sorted((row for row in rows if row is not None), key=lambda row: row.site.call.expr.span)
    return tuple(found)


_PACKAGES = {name.partition(".")[0] for name in DRIVERS}


def _site(world: World, follower: Follower, facts: Facts, call: Call) -> PoolSite | None:
    names = dotted(call.expr.parts[0])
    origin = world.resolve(facts.path, names, call.scope) if names else None
    driver = DRIVERS.get(origin.qualified) if origin is not None and origin.kind == "external" else None
    if driver is None:
        return None
    given = (*((None, value) for value in call.expr.parts[1:]), *call.expr.keywords)
    class_ = world.enclosing_class(facts.path, call.scope)
    address = _address(driver, given)
    site = CreationSite(
        path=facts.path,
        facts=facts,
        call=call,
        creator=driver.creator,
        is_async=driver.is_async,
        function=enclosing_function(world, facts.path, call.scope),
        class_name=class_.qualname if class_ else None,
        url=address[0][1] if address else None,
        source=_source(follower, facts.path, call, address),
        options=tuple((key, value) for key, value in given if (key, value) not in address),
        target=target_of(facts, call.expr.span, call.scope),
    )
    return PoolSite(site, driver, given)


def target_of(facts: Facts, created: Span, scope: str) -> str:
    """The variable that a call's value is assigned to, awaited or not; "" where there is none."""
    rows = (b for b in facts.bindings if b.scope == scope and b.value is not None)
    return next((b.target for b in rows if b.value is not None and gives(b.value, created)), "")


def gives(value: Expr, created: Span) -> bool:
    """Whether an expression is the call at a span, awaited or not."""
    return value.span == created or (value.kind == "await" and value.parts[0].span == created)


def _address(driver: Driver, given: tuple[tuple[str | None, Expr], ...]) -> list[tuple[str | None, Expr]]:
    """The arguments that say which database it is."""
    unnamed = [(key, value) for key, value in given if key is None]
    is_spread = any(value.value == "Starred" for _, value in unnamed)
    first = [] if driver.position is None or is_spread else unnamed[driver.position :][:1]
    return first + [(key, value) for key, value in given if key in driver.address]


def _source(follower: Follower, path: str, call: Call, address: list[tuple[str | None, Expr]]) -> Source:
    """Where the address comes from as a whole: equal keys are one database."""
    if not address:
        return Source("?", data="its address is not among its arguments")
    rows = [(key or "", follower.follow(path, value, call.scope)) for key, value in address]
    bad = next((source for _, source in rows if source.data), None)
    if bad is not None:
        return bad
    if len(rows) == 1:
        return rows[0][1]
    env = next((source.env for _, source in rows if source.env), None)
    return Source(", ".join(sorted(f"{key}={source.key}" for key, source in rows)), env=env)
