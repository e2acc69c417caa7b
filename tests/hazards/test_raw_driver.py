"""Connections of a driver for each request, and those that are right as they are."""

from __future__ import annotations

import pytest

from hazards.services import told

DRIVER = """
import {module}
from fastapi import APIRouter
router = APIRouter()

@router.get("/")
async def read():
    {body}
"""


@pytest.mark.parametrize(
    ("module", "body", "pool"),
    [
        ("psycopg2", "with psycopg2.connect('') as connection: pass", "psycopg2.pool.ThreadedConnectionPool"),
        ("asyncpg", "connection = await asyncpg.connect('')", "asyncpg.create_pool"),
        ("psycopg", "await psycopg.AsyncConnection.connect('')", "psycopg_pool.AsyncConnectionPool"),
        ("pymysql", "pymysql.connect()", "sqlalchemy.pool.QueuePool"),
    ],
)
def test_a_driver_connection_for_each_request_is_noted(module: str, body: str, pool: str) -> None:
    source = "import psycopg\n" + DRIVER.format(module=module, body=body)
    (row,) = told({"app/read.py": source})
    assert (row.code, row.level, row.action.value, pool in row.cure) == ("CE308", "note", "kept", True)


@pytest.mark.parametrize(
    "source",
    [
        DRIVER.format(
            module="asyncpg", body="connection = await asyncpg.connect('')\n    await connection.add_listener()"
        ),
        DRIVER.format(module="asyncpg", body="global kept\n    kept = await asyncpg.connect('')"),
        DRIVER.format(module="asyncpg", body="return asyncpg.connect"),
        DRIVER.format(module="asyncpg", body="return await redis.connect('')"),
        DRIVER.format(module="asyncpg", body="return await asyncpg.connect('')  # consolidate: ignore -- a probe"),
        "import psycopg2\nconnection = psycopg2.connect('')\nfrom fastapi import FastAPI\napp = FastAPI()\n",
        "import psycopg2\ndef job():\n    psycopg2.connect('')\nif __name__ == '__main__':\n    job()\n",
    ],
    ids=["listener", "kept", "named", "other", "ignored", "import", "script"],
)
def test_other_driver_connections_are_not(source: str) -> None:
    assert told({"app/read.py": source}) == ()
