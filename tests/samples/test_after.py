"""The migrated samples: their own tests and the generated ones pass, and the load that broke them is answered."""

from __future__ import annotations

from consolidator.prove.postgres import Postgres

from .processes import pytest_in
from .repositories import Migration
from .serving import Note, database_variables, serving


def test_own_tests_pass_on_sqlite(migration: Migration) -> None:
    done = pytest_in(migration.check_out(), {}, *_without(_generated(migration)))
    assert done.code == 0, done


def test_own_tests_pass_on_postgresql(migration: Migration, database: Postgres) -> None:
    variables = database_variables(migration.sample, database)
    done = pytest_in(migration.check_out(), variables, *_without(_generated(migration)))
    assert done.code == 0, done


def test_generated_tests_exist_and_pass_alone(migration: Migration) -> None:
    generated = _generated(migration)
    shared = migration.sample.shared in migration.added() or "--pool-size" in migration.sample.flags
    assert bool(generated) == shared, "tests come along with a new module, and with a home that is sized"
    if not generated:
        return
    done = pytest_in(migration.check_out(), {}, *generated)
    assert done.code == 0, done
    assert " passed" in done.stdout


def test_load_is_answered_with_few_connections(migration: Migration, database: Postgres, note: Note) -> None:
    sample = migration.sample
    with serving(sample, migration.check_out(), database) as running:
        result, observed = running.watched_load(database)
    note(f"{sample.name} after", result, observed)
    assert (result.errors, observed.rejected) == (0, 0), (result.errors_by_kind, running.log.read_text()[-2000:])
    assert observed.peak <= 15


def test_health_tells_the_pool_numbers_and_nothing_else(migration: Migration, database: Postgres) -> None:
    with serving(migration.sample, migration.check_out(), database) as running:
        status, body = running.get("/health/db")
    assert status == 200
    assert set(body) == {"pool_size", "checked_in", "checked_out", "overflow"}
    assert all(isinstance(number, int) for number in body.values())


def test_pool_follows_the_environment(migration: Migration, database: Postgres) -> None:
    sample = migration.sample
    prefix = "SHOP_" if sample.name == "two_databases" else ""
    pool = {f"{prefix}POOL_SIZE": "2", f"{prefix}POOL_MAX_OVERFLOW": "1"}
    with serving(sample, migration.check_out(), database, pool) as running:
        result, observed = running.watched_load(database, total=60)
        health = running.get("/health/db")
    assert result.errors == 0
    assert observed.peak <= (12 if sample.name == "two_databases" else 3)
    assert health[1]["pool_size"] == 2


def _generated(migration: Migration) -> list[str]:
    return [path for path in migration.added() if path.startswith("tests/")]


def _without(paths: list[str]) -> list[str]:
    return [f"--ignore={path}" for path in paths]
