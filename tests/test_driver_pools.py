"""Plans for the drivers' own pools: which are one, with which sizes, and what is told of them."""

from __future__ import annotations

import pytest
from casework import snapshot_of

from consolidator import pipeline
from consolidator.model import Action, Options, Plan

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


def test_databases_and_processes_count_pools_like_engines() -> None:
    files = {
        **service(ASYNCPG, "max_size=20", ""),
        "Dockerfile": b'FROM python:3.11\nCMD ["uvicorn", "app.main:app"]\n',
    }
    plan = planned(files)
    (row,) = plan.databases
    assert (row.name, row.kind, row.driver, row.is_async) == ("DB", "pool", "postgresql+asyncpg", True)
    assert (row.engines_before, row.engines_after, row.pool_before, row.pool_after) == (None, 1, None, 20)
    assert [site.connections for site in row.sites] == [20, 10]
    (claim,) = next(each.claims for each in plan.processes if each.process.kind == "web")
    assert (claim.kind, claim.engines_after, claim.connections_before, claim.connections_after) == ("pool", 1, None, 20)


@pytest.mark.parametrize(
    ("creation", "connections"),
    [
        ("asyncpg.create_pool(os.environ['DB'])", 10),
        ("asyncpg.create_pool(os.environ['DB'], max_size=3, min_size=1)", 3),
        ("aiomysql.create_pool(1, 7, host=os.environ['DB'])", 7),
        ("aiomysql.create_pool(host=os.environ['DB'])", 10),
        ("psycopg_pool.AsyncConnectionPool(os.environ['DB'], min_size=6)", 6),
        ("psycopg_pool.AsyncConnectionPool(os.environ['DB'], max_size=int(os.environ['MAX']))", 4),
    ],
)
def test_a_pool_opens_what_is_given_or_what_its_driver_has(creation: str, connections: int) -> None:
    driver = creation.partition(".")[0]
    waits = "" if "psycopg" in creation else "await "
    text = f"""import os
import {driver}
from contextlib import asynccontextmanager
from fastapi import FastAPI
@asynccontextmanager
async def lifespan(app):
    app.state.pool = {waits}{creation}
    yield
app = FastAPI(lifespan=lifespan)
"""
    plan = planned({"app/__init__.py": b"", "app/main.py": text.encode()})
    (row,) = plan.databases
    assert (row.engines_before, row.engines_after, row.pool_before, row.pool_after) == (1, 1, connections, connections)
    assert plan.is_empty


def test_pools_beside_engines_of_one_database_are_told_apart() -> None:
    engine = b"import os\nfrom sqlalchemy import create_engine\nENGINE = create_engine(os.environ['DB'])\n"
    files = {**service(ASYNCPG, "", ""), "app/models.py": engine}
    files["app/main.py"] = files["app/main.py"].replace(b"import a, b", b"import a, b, models")
    plan = planned(files)
    assert {(row.name, row.kind) for row in plan.databases} == {("DB", "engine"), ("DB, async pool", "pool")}


def test_a_database_of_parts_is_called_by_its_name_and_not_by_who_logs_in() -> None:
    creation = (
        "asyncpg.create_pool(user=os.environ['DB_USER'], host=os.environ['DB_HOST'], database=os.environ['DB_NAME'])"
    )
    assert [row.name for row in planned(service(creation, "", "")).databases] == ["DB_NAME"]


def test_an_application_closes_what_it_has() -> None:
    plan = planned(service(ASYNCPG, "", ""))
    said = {row.path: row.reason for row in plan.file_edits}
    assert said["app/main.py"] == "closes the pool at shutdown"


def set_up() -> dict[str, bytes]:
    """Two modules whose pools set their connections up."""
    files = service(ASYNCPG, "", "")
    codec = b"    await pool.set_type_codec('json')\n"
    return {
        path: text.replace(b"    return await pool", codec + b"    return await pool") for path, text in files.items()
    }


def test_a_pool_that_needs_a_reviewer_is_shared_on_an_assumption_that_is_told() -> None:
    kept = planned(set_up())
    assert kept.is_empty and {(row.code, row.action) for row in kept.findings} == {("CE304", Action.REVIEW)}
    plan = planned(set_up(), include_review=True)
    said = {row.path: row.reason for row in plan.findings if row.code == "CE110"}
    assert said.keys() == {"app/a.py", "app/b.py"} and all(
        "it shares the pool of app/driver_pool.py, on the assumption that this does no harm: its connections are set up"
        in reason
        for reason in said.values()
    )
    (row,) = plan.databases
    assert (row.engines_before, row.engines_after) == (None, 1)


def test_an_assumption_is_told_of_no_pool_that_needs_none() -> None:
    plan = planned(service(ASYNCPG, "", ""), include_review=True)
    assert {row.reason for row in plan.findings} == {"it shares the pool of app/driver_pool.py"}


@pytest.mark.parametrize(
    ("line", "code", "cure"),
    [
        ("    return await pool.fetch('select 1')\n", "CE110", ""),
        ("    return await fetch(pool)\n", "CE309", "--include-review does not share it"),
    ],
)
def test_what_no_assumption_shares_says_so(line: str, code: str, cure: str) -> None:
    files = service(ASYNCPG, "", "")
    text = files["app/a.py"].decode().replace("    return await pool.fetch('select 1')\n", line)
    plan = planned({**files, "app/a.py": text.encode()}, include_review=True)
    (row,) = [each for each in plan.findings if each.path == "app/a.py"]
    assert row.code == code and cure in row.cure


def test_a_pool_that_refuses_its_callers_is_shared_by_no_assumption() -> None:
    creation = "psycopg2.pool.ThreadedConnectionPool(1, 5, os.environ['DB'])"
    text = f"import os\nimport psycopg2.pool\ndef rows():\n    pool = {creation}\n    return pool.getconn()\n"
    files = {**service(ASYNCPG, "", ""), **{f"app/{name}.py": text.encode() for name in "ab"}}
    plan = planned(files, include_review=True)
    assert plan.is_empty and {row.code for row in plan.findings} == {"CE314"}
    assert all("--include-review shares none" in row.cure for row in plan.findings)


def test_pools_that_would_wait_for_each_other_are_shared_on_an_assumption_that_is_told() -> None:
    files = service(ASYNCPG, "", "")
    nested = "    async with pool.acquire() as conn:\n        return await conn.fetch('select 1', await b.rows())\n"
    text = files["app/a.py"].decode().replace("    return await pool.fetch('select 1')\n", nested)
    files["app/a.py"] = text.replace("import os\n", "import os\nfrom app import b\n").encode()
    why = "app/a.py:7 holds a connection while app/b.py takes another of the same pool"
    assert {(row.code, row.reason) for row in planned(files).findings} == {("CE302", why)}
    told = f"it shares the pool of app/driver_pool.py, on the assumption that this does no harm: {why}"
    assert {row.reason for row in planned(files, include_review=True).findings} == {told}


@pytest.mark.parametrize(("called", "code"), [("first", "CE110"), ("second", "CE302")])
def test_kept_pools_that_would_wait_for_each_other_stay(called: str, code: str) -> None:
    """Sharing brings a wait only where another pool served the connection that is taken inside."""
    text = (
        "import os\nimport psycopg_pool\nfrom app.second import {0}_inner\n"
        "pool = psycopg_pool.ConnectionPool(os.environ['DB'])\n"
        "def rows():\n    with pool.connection() as conn:\n        return conn.execute('select 1'), {0}_inner()\n"
    )
    other = text.replace("from app.second import {0}_inner\n", "").replace(", {0}_inner()", "")
    inner = "def first_inner():\n    return 1\n"
    inner += "def second_inner():\n    with pool.connection() as conn:\n        return conn\n"
    files = {
        "app/__init__.py": b"",
        "app/first.py": text.format(called).encode(),
        "app/second.py": (other + inner).encode(),
        "app/main.py": b"from flask import Flask\nfrom app import first, second\napp = Flask(__name__)\n"
        b"@app.get('/')\ndef get():\n    return first.rows() + second.rows()\n",
    }
    codes = {row.code for row in planned(files).findings}
    assert codes == {code}
