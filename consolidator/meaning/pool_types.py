"""What makes a pool, by its qualified name: SQLAlchemy's engines and the drivers' own pools.

https://docs.sqlalchemy.org/en/20/core/engines.html , https://docs.sqlalchemy.org/en/20/orm/extensions/asyncio.html ,
https://magicstack.github.io/asyncpg/current/api/index.html#connection-pools ,
https://www.psycopg.org/psycopg3/docs/api/pool.html , https://aiopg.readthedocs.io/en/stable/core.html#pool ,
https://aiomysql.readthedocs.io/en/stable/pool.html , https://www.encode.io/databases/connections_and_transactions/ ,
https://www.psycopg.org/docs/pool.html , https://github.com/aio-libs/aioodbc and
https://dev.mysql.com/doc/connector-python/en/connector-python-connection-pooling.html
"""

from __future__ import annotations

from consolidator.model import PoolType, Size

_SERVER = ("host", "port", "user", "password", "database", "passfile")
_MYSQL = (*_SERVER, "unix_socket", "db", "read_default_file", "read_default_group")
_CLOSES_THEN_WAITS = {"closers": ("close", "wait_closed"), "waits": ("wait_closed",)}
_TEN = Size("min_size", 10), Size("max_size", 10)
_FOUR = Size("min_size", 4), Size("max_size", None)
_FEW = Size("minsize", 1, 0), Size("maxsize", 10, 1)
_NAMED = Size("minsize", 1), Size("maxsize", 10)
_ASYNCPG = PoolType("asyncpg.create_pool", "asyncpg.Pool", ("dsn", *_SERVER), resets=True, sizes=_TEN)
_PSYCOPG_SYNC = PoolType(
    *("psycopg_pool.ConnectionPool",) * 2, ("conninfo",), False, waits=(), sizes=_FOUR, labels=("name",)
)
_PSYCOPG = PoolType(
    *("psycopg_pool.AsyncConnectionPool",) * 2, ("conninfo",), opener="open", sizes=_FOUR, labels=("name",)
)
_AIOPG = PoolType("aiopg.create_pool", "aiopg.Pool", ("dsn", *_SERVER), sizes=_NAMED, **_CLOSES_THEN_WAITS)  # type: ignore[arg-type]
_AIOMYSQL = PoolType("aiomysql.create_pool", "aiomysql.Pool", _MYSQL, position=None, sizes=_FEW, **_CLOSES_THEN_WAITS)  # type: ignore[arg-type]
_AIOODBC = PoolType("aioodbc.create_pool", "aioodbc.Pool", ("dsn",), position=None, sizes=_FEW, **_CLOSES_THEN_WAITS)  # type: ignore[arg-type]
_DATABASES = PoolType(
    *("databases.Database",) * 2,
    ("url",),
    opener="connect",
    closers=("disconnect",),
    waits=("disconnect",),
    sizes=(Size("min_size", 0), Size("max_size", 10)),  # the least depends on the driver beneath, the most does not
)


def _psycopg2(name: str) -> PoolType:
    creator = f"psycopg2.pool.{name}"
    address = ("dsn", "dbname", *_SERVER)
    sizes = Size("minconn", 1, 0), Size("maxconn", 1, 1)
    return PoolType(creator, creator, address, False, "", ("closeall",), (), position=2, refuses=True, sizes=sizes)


_CONNECTOR = PoolType(
    *("mysql.connector.pooling.MySQLConnectionPool",) * 2,
    _MYSQL,
    False,
    closers=("_remove_connections",),
    waits=(),
    position=None,
    refuses=True,
    sizes=(Size("pool_size", 5, 0),),
    labels=("pool_name",),
)
_SYNC = (
    "sqlalchemy",
    "sqlalchemy.engine",
    "sqlalchemy.engine.create",
    "sqlalchemy.future",
    "sqlmodel",
    "sqlmodel.main",
)
_ASYNC = ("sqlalchemy.ext.asyncio", "sqlalchemy.ext.asyncio.engine", "sqlmodel.ext.asyncio")


def _engine(creator: str, is_async: bool) -> PoolType:
    waits = ("dispose",) if is_async else ()
    return PoolType(creator, "", ("url",), is_async, closers=("dispose",), waits=waits, kind="engine")


_SYNC_ENGINES = (f"{module}.{name}" for module in _SYNC for name in ("create_engine", "engine_from_config"))
_ASYNC_ENGINES = (
    f"{module}.{name}" for module in _ASYNC for name in ("create_async_engine", "async_engine_from_config")
)
DIALECTS = {
    "asyncpg": "postgresql+asyncpg",
    "psycopg_pool": "postgresql+psycopg",
    "psycopg2": "postgresql+psycopg2",
    "aiopg": "postgresql+aiopg",
    "aiomysql": "mysql+aiomysql",
    "mysql": "mysql+mysqlconnector",
}
"""The drivers of pools by their packages, as URLs name them; that of others stands in the address."""
POOL_TYPES = {
    **{name: _engine(name, False) for name in _SYNC_ENGINES},
    **{name: _engine(name, True) for name in _ASYNC_ENGINES},
    "asyncpg.create_pool": _ASYNCPG,
    "asyncpg.pool.create_pool": _ASYNCPG,
    "psycopg_pool.ConnectionPool": _PSYCOPG_SYNC,
    "psycopg_pool.pool.ConnectionPool": _PSYCOPG_SYNC,
    "psycopg_pool.AsyncConnectionPool": _PSYCOPG,
    "aiopg.create_pool": _AIOPG,
    "aiopg.pool.create_pool": _AIOPG,
    "aiomysql.create_pool": _AIOMYSQL,
    "aiomysql.pool.create_pool": _AIOMYSQL,
    "aioodbc.create_pool": _AIOODBC,
    "aioodbc.pool.create_pool": _AIOODBC,
    **{f"psycopg2.pool.{name}": _psycopg2(name) for name in ("SimpleConnectionPool", "ThreadedConnectionPool")},
    "mysql.connector.pooling.MySQLConnectionPool": _CONNECTOR,
    "databases.Database": _DATABASES,
}
