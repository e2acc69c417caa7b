"""One async engine serves loop after loop, loops side by side, and listeners and waiters in each."""

import asyncio
import os
import sys
import threading

import db_async as db
from sqlalchemy import event, text

os.environ.update(POOL_SIZE="2", POOL_MAX_OVERFLOW="1")
URL = sys.argv[1] if "///" in sys.argv[1] else os.environ["DATABASE_URL"].replace("postgresql+psycopg2", sys.argv[1])
engine = db.shared_async_engine(URL)
errors = []


async def ask(number):
    async with engine.connect() as connection:
        answer = (await connection.execute(text(f"SELECT {number}"))).scalar()
        await asyncio.sleep(0.002)
    assert answer == number


async def crowd():
    await asyncio.gather(*[ask(number) for number in range(20)])
    assert db.pool_status(engine) == {"pool_size": 2, "checked_in": 2, "checked_out": 0, "overflow": 0}


def in_thread():
    async def crowds():
        for _ in range(5):
            await crowd()

    try:
        asyncio.run(crowds())
    except BaseException as error:
        errors.append(repr(error))


async def listen_and_dispose():
    await crowd()
    heard = []
    event.listen(engine.sync_engine, "checkout", lambda *_: heard.append(1))
    await crowd()
    assert len(heard) == 20
    await engine.dispose()
    assert db.pool_status(engine)["checked_in"] == 0
    await crowd()
    assert len(heard) == 40


async def cancel_waiters():
    async def hold():
        async with engine.connect():
            await asyncio.sleep(60)

    tasks = [asyncio.ensure_future(hold()) for _ in range(23)]
    while db.pool_status(engine)["checked_out"] < 3:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    own = engine.pool._by_loop[asyncio.get_running_loop()]
    assert own.waiting == 20, own.waiting
    assert not await db.ping_async(engine, timeout=60)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert own.waiting == 0, own.waiting
    assert db.pool_status(engine)["checked_out"] == 0
    assert await db.ping_async(engine)


async def close_and_reopen():
    kept = db.shared_async_engine(URL)
    assert kept is engine
    closed = engine.pool
    await db.close_async_db()
    await db.close_async_db()
    assert engine.pool is not closed
    assert db.shared_async_engine(URL) is engine
    await ask(1)
    await engine.dispose()


for _ in range(6):
    asyncio.run(crowd())
assert len(engine.pool._by_loop) == 1
threads = [threading.Thread(target=in_thread) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not errors, errors
for work in (listen_and_dispose, cancel_waiters, close_and_reopen):
    asyncio.run(work())
