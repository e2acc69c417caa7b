"""Idle connections that the server ended: nobody notices where they are tried first, else one caller only."""

import asyncio

import db_both
import db_unpinged
from counting import Server
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

server = Server()
END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app' AND application_name <> 'observer'"


def end_all():
    assert server.count() == 4, server.count()
    with server._connection.cursor() as cursor:
        cursor.execute(END)
    assert server.settled() == 0


def sync(db):
    failed = 0
    connections = [db.get_engine().connect() for _ in range(4)]
    for connection in connections:
        connection.execute(text("SELECT 1"))
        connection.close()
    end_all()
    for _ in range(6):
        try:
            with db.get_engine().connect() as connection:
                connection.execute(text("SELECT 1"))
        except DBAPIError:
            failed += 1
    db.close_db()
    return failed


async def late(db):
    failed = 0
    connections = [await db.get_async_engine().connect() for _ in range(4)]
    for connection in connections:
        await connection.execute(text("SELECT 1"))
        await connection.close()
    end_all()
    for _ in range(6):
        try:
            async with db.get_async_engine().connect() as connection:
                await connection.execute(text("SELECT 1"))
        except DBAPIError:
            failed += 1
    await db.close_async_db()
    return failed


for module, most in ((db_both, 0), (db_unpinged, 1)):
    assert sync(module) == most, module
    found = asyncio.run(late(module))
    assert found == most, (module, found)
