"""What a service gets is as short as a senior engineer would write it; blank and comment lines count."""

from __future__ import annotations

import shutil
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from consolidator.model import Engines, Getter, PoolOptions, SettingsReader, SharedModule
from consolidator.templating import render

from .processes import git
from .repositories import BRANCH, NOT_COPIED, Migration, migrate
from .services import ASYNC_API

SYNC, TWO, ONE_LOOP, LOOPS = 60, 75, 60, 90
SETTINGS_READ, BESIDE_ASYNC, WAIT_WARNING = 15, 25, 20
MODULES = {
    "ticketing": SYNC,
    "auth_client": SYNC + SETTINGS_READ,
    "classroom": SYNC + WAIT_WARNING,
    "flask_billing": SYNC + SETTINGS_READ,
    "async_api": LOOPS,
    "two_databases": TWO + BESIDE_ASYNC + LOOPS - ONE_LOOP,
}
"""`two_databases` has two getters, an engine of each kind for one of them, and a pool for each loop, as its tests start
one for each request: what several loops take more than one comes on top."""
TESTS, HEALTH, CLOSING, CLIENT = 60, 55, 12, 60


def lines_of(file: Path) -> int:
    return len(file.read_text().splitlines())


def grown_by(migration: Migration, path: str) -> int:
    """The lines that a file has more; an import that got another name is none."""
    added, deleted, _ = git(migration.repository, "diff", "--numstat", f"main..{BRANCH}", "--", path).split()
    return int(added) - int(deleted)


def test_shared_module(migration: Migration) -> None:
    after = migration.check_out()
    assert lines_of(after / migration.sample.shared) <= MODULES[migration.sample.name]


@pytest.mark.parametrize("python", ["3.9", "3.12"])
def test_shared_module_of_loops_whose_numbers_the_service_reads(python: str, tmp_path: Path) -> None:
    service = shutil.copytree(ASYNC_API.source, tmp_path / "service", ignore=NOT_COPIED)
    (service / "app" / "metrics.py").write_text(
        "def busy(engine):\n    return engine.pool.checkedout() / engine.pool.size()\n"
    )
    (service / "pyproject.toml").write_text(f'[project]\nname = "x"\nrequires-python = ">={python}"\n')
    sample = replace(ASYNC_API, name=str(service))
    after = migrate(sample, tmp_path).check_out()
    assert '"checkedout"' in (after / sample.shared).read_text()
    assert lines_of(after / sample.shared) <= LOOPS


FIELDS = ("pool_size", "max_overflow", "pool_timeout", "pool_recycle")
NAMES = tuple(zip(("size", "max_overflow", "timeout", "recycle"), FIELDS, strict=True))
READERS = {
    "function": SettingsReader("get_settings()", ("from app.config import get_settings",), NAMES),
    "function with pre-ping": SettingsReader(
        "get_settings()", ("from app.config import get_settings",), (*NAMES, ("pre_ping", "pool_pre_ping"))
    ),
    "object": SettingsReader("settings", ("from app.config import settings",), NAMES),
}
URLS = {
    "field": ("get_settings().database_url", "from app.config import get_settings"),
    "helper": ("async_database_url()", "from app.config import async_database_url"),
    "replaced": (
        'get_settings().database_url.replace("postgresql://", "postgresql+asyncpg://")',
        "from app.config import get_settings",
    ),
}


@pytest.mark.parametrize("url", URLS)
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("width", [79, 88, 120])
def test_forms_of_loops_whose_numbers_the_service_reads(width: int, reader: str, url: str) -> None:
    """On each SQLAlchemy, tried first or not; lines that the service's own URL takes beyond one do not count."""
    text, imported = URLS[url]
    getter = Getter("get_async_engine", text, (imported,), is_async=True, engines="_async_engines")
    for version, pre_ping in product((None, (1, 4, 33), (2, 0, 10), (2, 1)), (True, False)):
        module = SharedModule(
            "app/db.py",
            "app.db",
            (getter,),
            READERS[reader],
            PoolOptions(pre_ping=pre_ping),
            (Engines("_async_engines", is_async=True),),
            per_loop=True,
            reads_numbers=True,
            sqlalchemy=version,
            width=width,
        )
        lines = render("db.py.j2", {"module": module}).splitlines()
        assert len(lines) <= LOOPS + 2 * any(line.endswith(".replace(") for line in lines), (version, pre_ping)


def test_further_files(migration: Migration) -> None:
    after = migration.check_out()
    limits = {path: TESTS if path.startswith("tests/") else CLIENT for path in migration.added()}
    limits.pop(migration.sample.shared, None)
    assert {path: lines for path, most in limits.items() if (lines := lines_of(after / path)) > most} == {}


def test_health_route(migration: Migration) -> None:
    after = migration.check_out()
    routes = [path for path in migration.changed() if "_database_status" in (after / path).read_text()]
    assert len(routes) == 1
    closes = "close_" in (after / routes[0]).read_text()
    assert grown_by(migration, routes[0]) <= HEALTH + closes * CLOSING
