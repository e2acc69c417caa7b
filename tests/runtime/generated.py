"""The shared modules whose generated text is put to the proof."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from consolidator.model import Getter, PoolOptions, SettingsReader, SharedModule
from consolidator.templating import render

URL = 'os.environ["DATABASE_URL"]'
MAIN = Getter("get_engine", URL)
ASYNC = Getter("get_async_engine", f'{URL}.replace("+psycopg2", "+asyncpg")', is_async=True)
OPTIONAL = Getter("get_engine", 'os.environ.get("DATABASE_URL")', optional=True)
SETTINGS = SettingsReader(
    accessor="get_settings().database",
    imports=("from settings import get_settings",),
    names=(
        ("size", "POOL_SIZE"),
        ("max_overflow", "POOL_MAX_OVERFLOW"),
        ("timeout", "POOL_TIMEOUT"),
        ("recycle", "POOL_RECYCLE"),
        ("wait_warning", "POOL_WAIT_WARNING"),
        ("pre_ping", "POOL_PRE_PING"),
    ),
)
VARIABLES = SettingsReader(names=SETTINGS.names)
SYNC = SharedModule("db.py", "db", (MAIN,), SettingsReader(), PoolOptions(), has_sync=True, has_async=False)
MODULES = MappingProxyType(
    {
        "db": SYNC,
        "db_async": replace(SYNC, module="db_async", getters=(ASYNC,), has_sync=False, has_async=True),
        "db_both": replace(SYNC, module="db_both", getters=(MAIN, ASYNC), has_async=True, reader=VARIABLES),
        "db_settings": replace(SYNC, module="db_settings", reader=SETTINGS, quote="'", python=(3, 10)),
        "db_optional": replace(SYNC, module="db_optional", getters=(OPTIONAL,)),
        "db_bare": replace(SYNC, module="db_bare", getters=(), has_async=True),
    }
)
CLIENT = MappingProxyType(
    {
        "client_module": "service",
        "client_class": "DatabaseClient",
        "imports": ("from service import url_of",),
        "arguments": "url_of()",
    }
)
CLIENTS = MappingProxyType(
    {
        "client": {**CLIENT, "is_async": False, "close": "close"},
        "client_async": {**CLIENT, "is_async": True, "close": "aclose", "quote": "'", "python": (3, 10)},
        "client_per_loop": {**CLIENT, "is_async": True, "close": "aclose", "per_loop": True},
    }
)
POOL = MappingProxyType(
    {
        "noun": "db_pool",
        "imports": ("from service import url_of",),
        "is_async": True,
        "opener": "",
        "closers": (("close", True),),
    }
)
POOLS = MappingProxyType(
    {
        "pool_asyncpg": {
            **POOL,
            "package": "asyncpg",
            "pool": "asyncpg.Pool",
            "creator": "asyncpg.create_pool",
            "arguments": "url_of(), min_size=1, max_size=4",
        },
        "pool_psycopg_async": {
            **POOL,
            "package": "psycopg_pool",
            "pool": "psycopg_pool.AsyncConnectionPool",
            "creator": "psycopg_pool.AsyncConnectionPool",
            "arguments": "url_of(), min_size=1, max_size=4, open=False",
            "opener": "open",
            "python": (3, 10),
        },
        "pool_psycopg": {
            **POOL,
            "package": "psycopg_pool",
            "pool": "psycopg_pool.ConnectionPool",
            "creator": "psycopg_pool.ConnectionPool",
            "arguments": "url_of(), min_size=1, max_size=4, open=True",
            "is_async": False,
            "closers": (("close", False),),
        },
    }
)


def write_modules(folder: Path) -> None:
    """Write every generated module into a folder."""
    for name, module in MODULES.items():
        (folder / f"{name}.py").write_text(render("db.py.j2", {"module": module}))
    for name, values in CLIENTS.items():
        (folder / f"{name}.py").write_text(render("client.py.j2", values))
    for name, values in POOLS.items():
        (folder / f"{name}.py").write_text(render("driver_pool.py.j2", values))
