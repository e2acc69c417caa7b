"""The parts of a shared module that only some services need."""

from __future__ import annotations

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
    assert "def _sum" in shared_module(worker=WORKER, metrics=COLLECTOR.format(number))


@pytest.mark.parametrize("number", ["dispose()", "recreate()", "sizes", "logger.status"])
def test_no_numbers_where_nobody_reads_them(number: str) -> None:
    module = shared_module(worker=WORKER, metrics=COLLECTOR.format(number))
    assert "class PoolPerLoop" in module
    assert "def _sum" not in module


def test_a_pool_of_one_loop_has_numbers_of_its_own() -> None:
    module = shared_module(metrics=COLLECTOR.format("checkedout()"))
    assert "create_async_engine" in module
    assert "partialmethod" not in module


def test_sqlite_engines_are_fresh_where_the_service_made_them_for_each_call() -> None:
    module = shared_module(main=SYNC_MAIN, one=FRESH, two=FRESH)
    assert 'if url.startswith("sqlite"):  # no server to spare\n            return create_engine(url)' in module
