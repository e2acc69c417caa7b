"""One async engine serves loop after loop, loops side by side, and listeners in each."""

import asyncio
import os
import sys
import threading

os.environ.update(POOL_SIZE="2", POOL_MAX_OVERFLOW="1", DRIVER=sys.argv[1])
import db_async as db
from counting import Server, compared
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import create_async_engine

engine = db.get_async_engine()
errors = []


def numbers():
    pool = engine.pool.here()
    return pool.checkedin(), pool.checkedout(), max(0, pool.overflow())


async def ask(number):
    async with engine.connect() as connection:
        answer = (await connection.execute(text(f"SELECT {number}"))).scalar()
        await asyncio.sleep(0.002)
    assert answer == number


async def crowd():
    await asyncio.gather(*[ask(number) for number in range(20)])
    assert numbers() == (2, 0, 0)


async def counted():
    """The connections of twenty calls with an engine each, as they were before the change, then with the shared one."""
    server = Server()
    engines = [create_async_engine(engine.url) for _ in range(20)]
    for each in engines:
        async with each.connect() as connection:
            await connection.execute(text("SELECT 1"))
    before = server.count()
    for each in engines:
        await each.dispose()
    assert server.settled() == 0
    await crowd()
    compared(before, server.count(), "20 calls in a loop")
    await db.close_async_db()


def in_thread():
    async def crowds():
        for _ in range(5):
            await crowd()

    try:
        asyncio.run(crowds())
    except BaseException as error:
        errors.append(repr(error))


async def listen_and_dispose():
    heard = []
    event.listen(engine.sync_engine, "checkout", lambda *_: heard.append(1))
    await crowd()
    assert len(heard) == 20
    await engine.dispose()
    assert numbers() == (0, 0, 0)
    await crowd()
    assert len(heard) == 40


async def cancel_waiters():
    async def hold():
        async with engine.connect():
            await asyncio.sleep(60)

    tasks = [asyncio.ensure_future(hold()) for _ in range(23)]
    while numbers()[1] < 3:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert numbers()[1] == 0
    await ask(1)


async def close_and_reopen():
    assert db.get_async_engine() is engine
    await ask(1)
    assert numbers()[0] == 1
    await db.close_async_db()
    await db.close_async_db()
    assert numbers() == (0, 0, 0)
    assert db.get_async_engine() is engine
    await ask(1)
    await engine.dispose()


for _ in range(6):
    asyncio.run(crowd())
assert len(db._pools[engine.pool]) == 1
threads = [threading.Thread(target=in_thread) for _ in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
assert not errors, errors
for work in (listen_and_dispose, cancel_waiters, close_and_reopen, counted):
    asyncio.run(work())
