"""Callers beyond the pool's limit wait: never more than fifteen connections, never an error; none after the end."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import db_both as db
import db_one_loop
import db_waits
from counting import IS_MARIADB, Server, before, compared
from sqlalchemy import text

SLEEP = "SELECT SLEEP(0.01)" if IS_MARIADB else "SELECT pg_sleep(0.01)"
server = Server()


def ask(number):
    with db.get_engine().connect() as connection:
        connection.execute(text(SLEEP))
        return connection.execute(text(f"SELECT {number}")).scalar()


async def ask_async(late, number):
    async with late.get_async_engine().connect() as connection:
        await connection.execute(text(SLEEP))
        return (await connection.execute(text(f"SELECT {number}"))).scalar()


async def crowd_async(late):
    late.get_async_engine()
    await late.close_async_db()
    answers = await asyncio.gather(*[ask_async(late, number) for number in range(200)])
    await late.close_async_db()
    return answers


def crowd():
    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(ask, range(200)))
    db.close_db()
    return answers


def peak_of(work):
    with server.peak() as seen:
        answers = work()
    assert answers == list(range(200))
    assert server.settled() == 0, "closed, and connections are left"
    return seen[-1]


peaks = [peak_of(crowd)]
if not IS_MARIADB:  # PyMySQL is synchronous
    peaks += [peak_of(lambda late=late: asyncio.run(crowd_async(late))) for late in (db, db_one_loop, db_waits)]
assert all(10 <= peak <= 15 for peak in peaks), peaks
compared(before(server, 30), max(peaks), "30 callers; 200 callers")
