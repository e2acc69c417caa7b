"""The parcel service: which error breaks it before, and that its worker and its loops go on working."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from consolidator.prove.postgres import Postgres

from .processes import run
from .repositories import Migrated, Migration, create
from .services import ASYNC_API
from .serving import database_variables, serving

ROUNDS = """
import asyncio
from app.main import create_tables
from app.routers import stats
from app.services import tracking
from app.worker import run_once
asyncio.run(create_tables())
for _ in range(20):
    assert run_once() == 0
    assert asyncio.run(stats.count_by_status()) == {}
    assert asyncio.run(tracking.latest_scans()) == []
"""


@pytest.fixture(scope="module")
def service(migrated: Migrated) -> Migration:
    return migrated(ASYNC_API)


def test_before_the_driver_reports_too_many_connections(tmp_path: Path, database: Postgres) -> None:
    with serving(ASYNC_API, create(ASYNC_API, tmp_path), database) as running:
        running.load()
    assert "TooManyConnectionsError" in running.log.read_text()


def test_sixty_loops_one_after_the_other(service: Migration, database: Postgres) -> None:
    done = run([sys.executable, "-c", ROUNDS], service.check_out(), database_variables(ASYNC_API, database))
    assert (done.code, done.stderr) == (0, ""), done


def test_worker_ends(service: Migration, database: Postgres) -> None:
    variables = database_variables(ASYNC_API, database)
    after = service.check_out()
    tables = "import asyncio; from app.main import create_tables; asyncio.run(create_tables())"
    assert run([sys.executable, "-c", tables], after, variables).code == 0
    done = run([sys.executable, "-m", "app.worker"], after, variables)
    assert done.code == 0, done
    assert "0 parcels are lost" in done.stderr
    assert "Exception" not in done.stderr


def test_sessions_keep_their_arguments(service: Migration) -> None:
    after = service.check_out()
    text = "".join(path.read_text() for path in sorted((after / "app").rglob("*.py")))
    assert text.count("autoflush=False") == 1
    assert text.count("class_=AsyncSession") == 1
    assert text.count("expire_on_commit=False") == 3
