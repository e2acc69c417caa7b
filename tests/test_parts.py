"""The parts of a shared module that only some services need."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from casework import snapshot_of

from consolidator.building import build
from consolidator.model import Options
from consolidator.planning import plan
from consolidator.survey import survey

SITE = """
import os
from sqlalchemy.ext.asyncio import create_async_engine

async def count():
    engine = create_async_engine(os.environ["DATABASE_URL"])
    async with engine.connect() as connection:
        return await connection.scalar("SELECT 1")
"""
MAIN = """
import asyncio
from fastapi import FastAPI
from app import one, two

app = FastAPI()

@app.get("/")
async def index():
    return await one.count(), await two.count()
"""
WORKER = "import asyncio\nfrom app import one\n\nprint(asyncio.run(one.count()))\n"
FRESH = """
import os
from sqlalchemy import create_engine, text

def connected():
    return create_engine(os.environ["DATABASE_URL"])

def count():
    with connected().connect() as connection:
        return connection.scalar(text("SELECT 1"))
"""
SYNC_MAIN = MAIN.replace("await ", "").replace("async ", "")
COLLECTOR = "def collect(engine, gauge):\n    gauge.set(engine.pool.{0})\n"


def shared_module(**others: str) -> str:
    """What a service gets that has these modules beside two with an engine for each call."""
    sources = {"__init__": "", "main": MAIN, "one": SITE, "two": SITE, **others}
    snapshot = snapshot_of({f"app/{name}.py": source.encode() for name, source in sources.items()})
    changes = build(plan(survey(snapshot), Options()), snapshot).changes
    return next(change.after.decode() for change in changes if change.path == "app/db.py")


@pytest.mark.parametrize("number", ["size()", "checkedin()", "checkedout()", "overflow()", "status()"])
def test_numbers_of_all_loops_where_the_service_reads_them(number: str) -> None:
    assert "def __getattribute__" in shared_module(worker=WORKER, metrics=COLLECTOR.format(number))


@pytest.mark.parametrize("number", ["dispose()", "recreate()", "sizes", "logger.status"])
def test_no_numbers_where_nobody_reads_them(number: str) -> None:
    module = shared_module(worker=WORKER, metrics=COLLECTOR.format(number))
    assert "class PoolPerLoop" in module
    assert "def __getattribute__" not in module


def test_a_pool_of_one_loop_has_numbers_of_its_own() -> None:
    module = shared_module(metrics=COLLECTOR.format("checkedout()"))
    assert "create_async_engine" in module
    assert "__getattribute__" not in module


def test_sqlite_engines_are_fresh_where_the_service_made_them_for_each_call() -> None:
    module = shared_module(main=SYNC_MAIN, one=FRESH, two=FRESH)
    assert 'if url.startswith("sqlite"):  # no server to spare\n            return create_engine(url)' in module


OPTION = FRESH.replace('os.environ["DATABASE_URL"])', 'os.environ["DATABASE_URL"], {0})').replace(
    "\nimport os", "\nimport os\nimport {1}"
)


def test_an_option_that_each_call_evaluates_is_evaluated_where_the_engine_is_made() -> None:
    option = 'connect_args={"sslcontext": ssl.create_default_context()}'
    site = OPTION.replace("{0}", option).replace("{1}", "ssl")
    module = shared_module(main=SYNC_MAIN, one=site, two=site)
    assert module.count("_engines[url] = create_engine(") == 1
    assert option in module.partition("_engines[url] = create_engine(")[2]
    assert "_engines: dict[str, Engine]" in module, "the URL alone is the key"


def test_an_option_that_cannot_be_moved_keeps_its_site() -> None:
    site = OPTION.replace("{0}", "json_serializer=lambda value: json.dumps(value)").replace("{1}", "json")
    sources = {"__init__": "", "main": SYNC_MAIN, "one": site, "two": site}
    made = plan(survey(snapshot_of({f"app/{name}.py": text.encode() for name, text in sources.items()})), Options())
    assert (made.new_files, made.file_edits) == ((), ())
    assert {row.code for row in made.findings if row.path != "app/main.py"} == {"CE212"}


def test_a_warm_getter_asks_the_address_and_nothing_of_sqlalchemy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://nobody@localhost/none")
    names: dict[str, Any] = {"__name__": "db"}
    exec(shared_module(main=SYNC_MAIN, one=FRESH, two=FRESH), names)
    engine, called = names["get_engine"](), []
    sys.setprofile(lambda frame, event, _: called.append(frame.f_code.co_filename) if event == "call" else None)
    try:
        again = names["get_engine"]()
    finally:
        sys.setprofile(None)
    assert again is engine
    assert not [file for file in called if "sqlalchemy" in file]
    assert len(called) <= 10
