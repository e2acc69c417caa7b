"""Event loops that start cold side by side, close under each other, come by the thousand: no error, no growth."""

import asyncio
import gc
import os
import sys
import threading
from importlib import import_module

os.environ["DRIVER"] = sys.argv[1]
from counting import Server, compared, in_threads, share
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

db = import_module(sys.argv[2] if sys.argv[2:] else "db_async")
server = Server()


async def ask(engine, number):
    async with engine.connect() as connection:
        answer = (await connection.execute(text(f"SELECT {number}"))).scalar()
    assert answer == number


def first_queries(engine, count=4):
    async def crowd():
        await asyncio.wait_for(asyncio.gather(*[ask(engine, number) for number in range(count)]), 30)

    return lambda: asyncio.run(crowd())


def cold():
    for _ in range(3):
        db._async_engines.clear()
        engine = db.get_async_engine()
        in_threads([first_queries(engine)] * 9)
    assert server.settled() == 0


class Living:
    """A loop that runs in a thread until it is stopped."""

    def __init__(self):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(30)

    def stop(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()


def closing_in_one_of_several():
    db._async_engines.clear()
    engine = db.get_async_engine()
    loops = [Living() for _ in range(3)]
    for living in loops:
        living.run(ask(engine, 1))
    before = server.count()
    with server.peak() as seen:
        for number in range(20):
            loops[0].run(ask(engine, number))
            loops[0].run(db.close_async_db())
            loops[1].run(ask(engine, number))
    assert before == 3 and seen[-1] <= 6, (before, seen[-1])
    for living in loops:
        living.run(db.close_async_db())
    assert server.settled() == 0
    for living in loops:
        living.stop()


def run_by_run():
    """The connections of 200 runs, and of those that each make an engine as the code before the change did."""
    db._async_engines.clear()
    url = db.get_async_engine().url

    async def legacy():
        await ask(create_async_engine(url), 1)

    async def shared():
        await ask(db.get_async_engine(), 1)

    peaks = []
    for work in (legacy, shared):
        with server.peak() as seen:
            for _ in range(200 if work is shared else 20):
                asyncio.run(work())
        peaks.append(seen[-1])
        gc.collect()
        server.settled(1)
    assert len(db._pools[db.get_async_engine().pool]) == 1 and server.settled() == 0, "a pool closes with its loop"
    return peaks


def ten_thousand():
    pool = db.get_async_engine().pool

    async def look():
        pool.here()

    for _ in range(share(10_000)):
        loop = asyncio.new_event_loop()
        loop.run_until_complete(look())
        loop.close()
    assert len(db._pools[pool]) == 1, db._pools


def listeners():
    """Those of the pool and of the engine, from before and from after the first connection, in each loop once."""
    db._async_engines.clear()
    engine = db.get_async_engine()
    heard = {"connect": 0, "checkout": 0, "execute": 0}

    def hear(name):
        heard[name] += 1

    event.listen(engine.sync_engine, "connect", lambda *_: hear("connect"))
    event.listen(engine.sync_engine.pool, "checkout", lambda *_: hear("checkout"))
    event.listen(engine.sync_engine, "before_cursor_execute", lambda *_: hear("execute"))
    for _ in range(2):
        asyncio.run(twice(engine))
    assert (heard["connect"], heard["checkout"]) == (2, 4), heard
    assert heard["execute"] >= 4, heard


async def twice(engine):
    await ask(engine, 1)
    await ask(engine, 2)


class Repository:
    """Keeps what it got when the program was loaded."""

    def __init__(self):
        self.engine = db.get_async_engine()

    async def one(self):
        async with AsyncSession(self.engine) as session:
            return (await session.execute(text("SELECT 1"))).scalar()


def captured():
    repository = Repository()
    closure = (lambda engine: lambda: ask(engine, 3))(repository.engine)
    for _ in range(3):
        assert asyncio.run(repository.one()) == 1
        asyncio.run(closure())
    in_threads([lambda: asyncio.run(repository.one())] * 4)


cold()
closing_in_one_of_several()
listeners()
captured()
before, after = run_by_run()
ten_thousand()
assert after <= 5, (before, after)
compared(before, after, "20 asyncio.run; 200")
sys.stdout.flush()
os._exit(0)  # connections of loops that are gone cannot be closed, and drivers may abort when they are collected
