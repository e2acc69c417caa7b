"""Connections that broke while they were idle are replaced: no caller sees an error."""

import asyncio
import faulthandler
import sys
from concurrent.futures import ThreadPoolExecutor

import db_both as db
from counting import IS_MARIADB, Server, before, compared
from sqlalchemy import text

faulthandler.dump_traceback_later(60, exit=True)


def ask(number):
    with db.get_engine().connect() as connection:
        return connection.execute(text(f"SELECT {number}")).scalar()


async def ask_async(number):
    async with db.get_async_engine().connect() as connection:
        return (await connection.execute(text(f"SELECT {number}"))).scalar()


async def ask_all():
    return await asyncio.gather(*[ask_async(number) for number in range(20)])


def crowd():
    with ThreadPoolExecutor(20) as threads:
        return list(threads.map(ask, range(20)))


async def main():
    for turn in range(2):
        assert await asyncio.to_thread(crowd) == list(range(20))
        assert db.get_engine().pool.checkedin()
        if not IS_MARIADB:  # PyMySQL is synchronous
            assert await ask_all() == list(range(20))
            assert db.get_async_engine().pool.here().checkedin()
        if turn == 0:
            print("restart", flush=True)
            assert sys.stdin.readline() == "restarted\n"
    server = Server()
    found = server.count()
    db.close_db()
    if not IS_MARIADB:
        await db.close_async_db()
    compared(before(server, 20), found, "20 calls; 20 in threads and 20 in a loop")


asyncio.run(main())
