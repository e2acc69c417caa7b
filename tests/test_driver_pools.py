"""Plans for the drivers' own pools: which are one, with which sizes, and what is told of them."""

from __future__ import annotations

import pytest
from casework import snapshot_of

from consolidator import pipeline
from consolidator.model import Options, Plan

MAIN = (
    b"from fastapi import FastAPI\nfrom app import a, b\napp = FastAPI()\n"
    b"@app.get('/a')\nasync def get_a():\n    return await a.rows()\n"
    b"@app.get('/b')\nasync def get_b():\n    return await b.rows()\n"
)
ASYNCPG = "asyncpg.create_pool(os.environ['DB'], {})"
PSYCOPG = "psycopg_pool.AsyncConnectionPool(os.environ['DB'], {})"


def service(creation: str, first: str, second: str) -> dict[str, bytes]:
    """Two modules that each make a pool for each call."""
    waits = "" if "psycopg" in creation else "await "
    text = "import os\nimport {}\nasync def rows():\n    pool = {}{}\n    return await pool.fetch('select 1')\n"
    driver = creation.partition(".")[0]
    made = {name: creation.format(given) for name, given in (("a", first), ("b", second))}
    files = {f"app/{name}.py": text.format(driver, waits, made[name]).encode() for name in made}
    return {"app/__init__.py": b"", "app/main.py": MAIN, **files}


def planned(files: dict[str, bytes], **options: bool) -> Plan:
    return pipeline.decide(snapshot_of(files), Options(**options))  # type: ignore[arg-type]


def arguments(plan: Plan) -> dict[str, object]:
    return {new.path: dict(new.values)["arguments"] for new in plan.new_files}


@pytest.mark.parametrize(
    ("creation", "first", "second", "written"),
    [
        (ASYNCPG, "max_size=4, min_size=1", "min_size=2, max_size=20", "min_size=2, max_size=20"),
        (ASYNCPG, "min_size=1, max_size=4", "", "min_size=10, max_size=10"),
        (ASYNCPG, "", "min_size=1, max_size=4", ""),
        (ASYNCPG, "timeout=2", "timeout=2, max_size=30", "timeout=2, max_size=30"),
        (PSYCOPG, "min_size=1", "max_size=3, min_size=1", "min_size=1, max_size=3"),
        (PSYCOPG, "", "min_size=9", "min_size=9"),
        (PSYCOPG, "", "min_size=2, max_size=None, name='b'", ""),
        (PSYCOPG, "name='a', timeout=1", "timeout=1, name='a'", "name='a', timeout=1"),
    ],
)
def test_pools_that_differ_in_sizes_are_one_with_the_largest(
    creation: str, first: str, second: str, written: str
) -> None:
    rows = arguments(planned(service(creation, first, second)))
    opened = ["open=False"] if creation is PSYCOPG else []
    assert rows == {"app/driver_pool.py": ", ".join(["os.environ['DB']", *filter(None, [written]), *opened])}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("max_size=int(os.environ['MAX'])", ""),
        ("max_size=4, timeout=1", "max_size=5"),
        ("max_size=4, setup=None", "max_size=4"),
    ],
)
def test_pools_that_differ_in_more_stay_apart(first: str, second: str) -> None:
    assert len(arguments(planned(service(ASYNCPG, first, second)))) == 2


@pytest.mark.parametrize(
    ("creation", "first", "second", "told"),
    [
        (ASYNCPG, "max_size=4", "", ", without its `max_size=4`"),
        (ASYNCPG, "min_size=1, max_size=4", "max_size=20", ", without its `min_size=1` and `max_size=4`"),
        (ASYNCPG, "max_size=20", "max_size=4", ""),
        (ASYNCPG, "", "max_size=20", ""),
        (PSYCOPG, "name='a'", "name='b'", ", without its `name`"),
        (PSYCOPG, "name='a'", "name='a'", ""),
    ],
)
def test_what_a_pool_gives_up_is_told(creation: str, first: str, second: str, told: str) -> None:
    said = {row.path: row.reason for row in planned(service(creation, first, second)).findings}
    assert said["app/a.py"] == f"it shares the pool of app/driver_pool.py{told}"


@pytest.mark.parametrize(
    ("first", "second", "paths"),
    [
        ("timeout=5", "", {"app/driver_pool.py", "app/timeout_driver_pool.py"}),
        ("timeout=5, max_queries=9", "", {"app/driver_pool.py", "app/a_driver_pool.py"}),
        ("timeout=5, max_queries=9", "timeout=6", {"app/driver_pool.py", "app/a_driver_pool.py"}),
    ],
)
def test_a_second_pool_is_called_by_what_differs_or_by_its_module(first: str, second: str, paths: set[str]) -> None:
    assert set(arguments(planned(service(ASYNCPG, first, second)))) == paths


def test_a_second_driver_of_one_database_gives_its_pool_the_name() -> None:
    files = service(ASYNCPG, "", "")
    other = service(PSYCOPG, "", "")
    assert set(arguments(planned({**files, "app/b.py": other["app/b.py"]}))) == {
        "app/driver_pool.py",
        "app/psycopg_driver_pool.py",
    }


def test_each_deployable_calls_its_pool_the_database_s() -> None:
    files = service(ASYNCPG, "", "")
    both = {f"{unit}/{path}": text for unit in ("one", "two") for path, text in files.items()}
    assert set(arguments(planned(both))) == {"one/app/driver_pool.py", "two/app/driver_pool.py"}
