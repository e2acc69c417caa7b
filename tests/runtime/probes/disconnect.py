"""Idle connections that the server ended: nobody notices where they are tried first, else one caller only."""

import asyncio

import db_both
import db_unpinged
import db_unpinged_numbers
from counting import IS_MARIADB, Server, before, compared
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

server = Server()
left = []


def end_all():
    assert server.count() == 4, server.count()
    server.end_all()


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
    left.append(server.count())
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
    left.append(server.count())
    await db.close_async_db()
    return failed


for module, most in ((db_both, 0), (db_unpinged, 1), (db_unpinged_numbers, 1)):
    assert sync(module) == most, module
    if not IS_MARIADB:  # PyMySQL is synchronous
        found = asyncio.run(late(module))
        assert found == most, (module, found)
compared(before(server, 6), max(left), "six calls after the end of all that were idle")
