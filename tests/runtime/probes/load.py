"""Callers beyond the pool's limit wait: never more than fifteen connections, never an error; none after the end."""

import asyncio
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import db_both as db
import db_one_loop
import db_waits
import psycopg2
from sqlalchemy import text

COUNT = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'app' AND application_name <> 'observer'"
observer = psycopg2.connect(os.environ["DATABASE_URL"].replace("+psycopg2", ""), application_name="observer")
observer.autocommit = True
seen = []
done = threading.Event()


def count():
    with observer.cursor() as cursor:
        cursor.execute(COUNT)
        return cursor.fetchone()[0]


def watch():
    while not done.is_set():
        seen.append(count())
        time.sleep(0.005)


def ask(number):
    with db.get_engine().connect() as connection:
        connection.execute(text("SELECT pg_sleep(0.01)"))
        return connection.execute(text(f"SELECT {number}")).scalar()


async def ask_async(late, number):
    async with late.get_async_engine().connect() as connection:
        await connection.execute(text("SELECT pg_sleep(0.01)"))
        return (await connection.execute(text(f"SELECT {number}"))).scalar()


async def crowd_async(late):
    late.get_async_engine()
    await late.close_async_db()
    answers = await asyncio.gather(*[ask_async(late, number) for number in range(200)])
    await late.close_async_db()
    return answers


def peak_of(work):
    seen.clear()
    done.clear()
    watcher = threading.Thread(target=watch)
    watcher.start()
    answers = work()
    done.set()
    watcher.join()
    assert answers == list(range(200))
    deadline = time.monotonic() + 10
    while count() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert count() == 0, "closed, and connections are left"
    return max(seen)


def crowd():
    with ThreadPoolExecutor(50) as threads:
        answers = list(threads.map(ask, range(200)))
    db.close_db()
    return answers


peaks = [peak_of(crowd)]
peaks += [peak_of(lambda late=late: asyncio.run(crowd_async(late))) for late in (db, db_one_loop, db_waits)]
assert all(10 <= peak <= 15 for peak in peaks), peaks
print(peaks)
