"""A forked process has connections of its own: right answers on both sides, and no backend used by two."""

import asyncio
import gc
import json
import multiprocessing
import os
import signal
import sys
import threading

import db_async
import db_one_loop
from counting import BACKEND, IS_MARIADB, URL, Server, compared
from sqlalchemy import create_engine, text

db = __import__(sys.argv[1] if sys.argv[1:] else "db")

signal.alarm(60)
QUERY = "SELECT {}, " + BACKEND


def ask(number):
    with db.get_engine().connect() as connection:
        answer, backend = connection.execute(text(QUERY.format(number))).one()
    assert answer == number
    return backend


def ask_often(start):
    return {ask(number) for number in range(start, start + 200)}


def forked(work):
    """Run `work` in a forked child; give the child's id and what it returned."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        result = None
        try:
            result = work()
        finally:
            os.write(writer, json.dumps(result).encode())
            os._exit(0)
    os.close(writer)
    return child, reader


def result_of(child, reader):
    with os.fdopen(reader) as stream:
        result = json.load(stream)
    assert os.waitpid(child, 0)[1] == 0
    return result


def os_fork():
    before = ask(1)
    child = forked(lambda: sorted(ask_often(1000)))
    own = ask_often(2000)
    assert before in own
    theirs = set(result_of(*child))
    assert theirs and not theirs & own, (theirs, own)


def work_in_pool(number):
    return os.getpid(), ask(number)


def multiprocessing_pool():
    ask(1)
    with multiprocessing.get_context("fork").Pool(4) as pool:
        found = pool.map(work_in_pool, range(800), chunksize=5)
    owners = {}
    for process, backend in found:
        owners.setdefault(backend, set()).add(process)
    assert len(found) == 800 and all(len(processes) == 1 for processes in owners.values()), owners


def fork_with_a_connection_out():
    with db.get_engine().connect() as connection:
        own = connection.execute(text(f"SELECT {BACKEND}")).scalar()
        theirs = result_of(*forked(lambda: sorted(ask_often(3000))))
        assert connection.execute(text(QUERY.format(5))).one() == (5, own)
    assert own not in theirs


def fork_in_a_thread():
    ask(1)
    found = []
    thread = threading.Thread(target=lambda: found.append(result_of(*forked(lambda: sorted(ask_often(4000))))))
    thread.start()
    own = ask_often(5000)
    thread.join()
    assert found and found[0] and not set(found[0]) & own


def fork_while_locked():
    release = threading.Event()

    def hold():
        with db._lock:
            held.set()
            release.wait()

    held = threading.Event()
    threading.Thread(target=hold).start()
    held.wait()
    os.environ["DATABASE_URL"], known = "postgresql+psycopg2://localhost/other", os.environ["DATABASE_URL"]
    child = forked(lambda: db.get_engine().url.database)
    os.environ["DATABASE_URL"] = known
    assert result_of(*child) == "other"
    release.set()


def with_an_engine_each(calls=10):
    """Calls as they were before the change; their engines stay."""
    engines = [create_engine(URL) for _ in range(calls)]
    for engine in engines:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    return engines


def counted():
    """The connections of a process and its child, ten calls in each: an engine for each call, then the shared one."""
    server = Server()
    engines = with_an_engine_each()
    before = result_of(*forked(lambda: (with_an_engine_each(), Server().count())[1:]))[0]
    for engine in engines:
        engine.dispose()
    db.close_db()
    assert server.settled() == 0
    ask(1)
    after = result_of(*forked(lambda: ([ask(number) for number in range(10)], Server().count())))[1]
    compared(before, after, "ten calls in a process and ten in its child")


async def ask_async(late, number):
    async with late.get_async_engine().connect() as connection:
        answer, backend = (await connection.execute(text(QUERY.format(number)))).one()
    assert answer == number
    return backend


async def ask_async_often(late):
    return sorted(set(await asyncio.gather(*[ask_async(late, number) for number in range(40)])))


def in_child(late):
    backends = asyncio.run(ask_async_often(late))
    gc.collect()
    return backends


async def fork_with_live_loop(late):
    before = await ask_async_often(late)
    child = forked(lambda: in_child(late))
    theirs = set(await asyncio.to_thread(result_of, *child))
    own = set(await ask_async_often(late))
    assert theirs and not theirs & (own | set(before)), (theirs, own)
    await late.close_async_db()


if __name__ == "__main__":
    os_fork()
    fork_with_a_connection_out()
    fork_in_a_thread()
    multiprocessing_pool()
    fork_while_locked()
    counted()
    if not IS_MARIADB:  # PyMySQL is synchronous
        asyncio.run(fork_with_live_loop(db_async))
        asyncio.run(fork_with_live_loop(db_one_loop))
    sys.exit(0)
