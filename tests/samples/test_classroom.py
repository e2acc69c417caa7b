"""The classroom: its database module stays the home of the engine; large pools, restarts and queues."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from consolidator.prove import postgres

from .repositories import Migrated, Migration, migrate
from .services import CLASSROOM
from .serving import serving

LARGE = (
    *("--pool-size", "20", "--max-overflow", "40", "--pool-timeout", "30", "--pool-recycle", "1800"),
    "--pre-ping",
)


@pytest.fixture(scope="module")
def classroom(migrated: Migrated) -> Migration:
    return migrated(CLASSROOM)


@pytest.fixture(scope="module")
def roomy() -> Iterator[postgres.Postgres]:
    with postgres.start(max_connections=100) as running:
        yield running


def test_database_module_is_adopted_in_place(classroom: Migration) -> None:
    module = (classroom.check_out() / "classroom_engine" / "database.py").read_text()
    for line in ("engine = ", "SessionLocal = sessionmaker(", "Base = declarative_base()", "def get_db():"):
        assert line in module
    assert "classroom_engine/routers/pupils.py" not in classroom.changed()


def test_sizes_asked_for_hold_fifty_requests_at_once(tmp_path: Path, roomy: postgres.Postgres) -> None:
    large = migrate(CLASSROOM, tmp_path, *LARGE)
    with serving(CLASSROOM, large.check_out(), roomy) as running:
        result, observed = running.watched_load(roomy, total=400)
    assert (result.errors, observed.rejected) == (0, 0)
    assert 15 < observed.peak <= 60
    assert "QueuePool" not in running.log.read_text()


def test_sizes_asked_for_are_read_where_the_engine_is_made(tmp_path: Path) -> None:
    large = migrate(CLASSROOM, tmp_path, *LARGE)
    assert {path for path in large.changed() if not path.endswith((".md", ".example"))} == {
        "classroom_engine/database.py",
        "classroom_engine/settings.py",
        "classroom_engine/attendance_export.py",
        "classroom_engine/grading.py",
        "classroom_engine/main.py",
        "tests/test_database.py",
    }
    script = (
        "from classroom_engine.database import engine as e; p = e.pool; print(p.size(), p._max_overflow, p._timeout)"
    )
    variables = {"DATABASE_URL": "postgresql+psycopg://nobody@localhost/none", "POOL_MAX_OVERFLOW": "7"}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=large.check_out(),
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == ["20", "7", "30"], done.stderr


def test_sites_that_take_the_engine_alone_bring_no_tests_along(tmp_path: Path) -> None:
    plain = migrate(replace(CLASSROOM, flags=()), tmp_path)
    assert (plain.run.document["outcome"], plain.added()) == ("committed", [])


def test_restart_of_the_server_is_healed(classroom: Migration, tmp_path: Path) -> None:
    with postgres.start(max_connections=30) as server:
        after = classroom.check_out()
        with serving(CLASSROOM, after, server, output=tmp_path / "log") as running:
            assert running.load(total=100).errors == 0
            server.restart()
            assert running.load(total=100).errors == 0


def test_long_queue_is_warned_of_once(classroom: Migration, database: postgres.Postgres, tmp_path: Path) -> None:
    with serving(CLASSROOM, classroom.check_out(), database, output=tmp_path / "log") as running:
        assert running.load(total=400).errors == 0
    assert running.log.read_text().count("callers wait") == 1


def test_short_queue_is_not_warned_of(classroom: Migration, database: postgres.Postgres, tmp_path: Path) -> None:
    with serving(CLASSROOM, classroom.check_out(), database, output=tmp_path / "log") as running:
        assert running.load(total=200, concurrency=20).errors == 0
    assert "callers wait" not in running.log.read_text()
