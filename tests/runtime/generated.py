"""The shared modules whose generated text is put to the proof."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from consolidator.model import Engines, Getter, PoolOptions, SettingsReader, SharedModule
from consolidator.templating import render

URL = 'os.environ["DATABASE_URL"]'
MAIN = Getter("get_engine", URL)
LATE_URL = f'{URL}.replace("+psycopg2", "+" + os.environ.get("DRIVER", "asyncpg"))'
ASYNC = Getter("get_async_engine", LATE_URL, is_async=True, engines="_async_engines")
OPTIONAL = Getter("get_engine", 'os.environ.get("DATABASE_URL")', optional=True)
LATE = Engines("_async_engines", is_async=True)
BY_URL = (
    Engines(by_url="shared_engine", is_text=False),
    Engines("_async_engines", is_async=True, by_url="shared_async_engine", is_text=False),
)
OPTIONS = Engines(
    "_kept_engines",
    options=(("connect_args", "opened()"), ("json_serializer", "lambda value: str(value)")),
    imports=("from settings import opened",),
)
SETTINGS = SettingsReader(
    accessor="get_settings().database",
    imports=("from settings import get_settings",),
    names=(
        ("size", "POOL_SIZE"),
        ("max_overflow", "POOL_MAX_OVERFLOW"),
        ("timeout", "POOL_TIMEOUT"),
        ("recycle", "POOL_RECYCLE"),
        ("pre_ping", "POOL_PRE_PING"),
    ),
)
WARNS = PoolOptions(wait_warning=10)
SYNC = SharedModule("db.py", "db", (MAIN,), SettingsReader(), PoolOptions())
MODULES = MappingProxyType(
    {
        "db": SYNC,
        "db_async": replace(SYNC, module="db_async", getters=(ASYNC,), engines=(LATE,), per_loop=True),
        "db_numbers": replace(
            SYNC, module="db_numbers", getters=(ASYNC,), engines=(LATE,), per_loop=True, reads_numbers=True
        ),
        "db_one_loop": replace(SYNC, module="db_one_loop", getters=(ASYNC,), engines=(LATE,)),
        "db_both": replace(SYNC, module="db_both", getters=(MAIN, ASYNC), engines=(Engines(), LATE), per_loop=True),
        "db_settings": replace(SYNC, module="db_settings", reader=SETTINGS, quote="'", python=(3, 10)),
        "db_optional": replace(SYNC, module="db_optional", getters=(OPTIONAL,)),
        "db_by_url": replace(SYNC, module="db_by_url", getters=(), engines=BY_URL, per_loop=True),
        "db_options": replace(
            SYNC, module="db_options", getters=(replace(MAIN, engines="_kept_engines"),), engines=(OPTIONS,)
        ),
        "db_kept_async": replace(
            SYNC, module="db_kept_async", getters=(ASYNC,), engines=(replace(LATE, keeps_sqlite=True),), per_loop=True
        ),
        "db_kept": replace(SYNC, module="db_kept", engines=(Engines(keeps_sqlite=True),)),
        "db_unpinged": replace(
            SYNC,
            module="db_unpinged",
            getters=(MAIN, ASYNC),
            engines=(Engines(), LATE),
            pool=PoolOptions(pre_ping=False),
            per_loop=True,
        ),
        "db_unpinged_numbers": replace(
            SYNC,
            module="db_unpinged_numbers",
            getters=(MAIN, ASYNC),
            engines=(Engines(), LATE),
            pool=PoolOptions(pre_ping=False),
            per_loop=True,
            reads_numbers=True,
        ),
        "db_waits": replace(
            SYNC, module="db_waits", getters=(MAIN, ASYNC), engines=(Engines(), LATE), pool=WARNS, per_loop=True
        ),
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


def write_modules(folder: Path, floor: tuple[int, ...] | None) -> None:
    """Write what a service gets that asks for this SQLAlchemy: every module, and beside it what a health route asks."""
    for name, form in MODULES.items():
        module = replace(form, sqlalchemy=floor)
        (folder / f"{name}.py").write_text(render("db.py.j2", {"module": module}))
        for getter in module.getters:
            values = {"module": module, "getter": getter, "status": "database_status"}
            kind = "async_health" if getter.is_async else "health"
            (folder / f"{kind}_of_{name}.py").write_text(render("health/status.j2", values))
    for name, values in CLIENTS.items():
        (folder / f"{name}.py").write_text(render("client.py.j2", values))
    for name, values in POOLS.items():
        (folder / f"{name}.py").write_text(render("driver_pool.py.j2", values))
