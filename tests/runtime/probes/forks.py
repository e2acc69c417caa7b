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
from sqlalchemy import text

db = __import__(sys.argv[1] if sys.argv[1:] else "db")

signal.alarm(60)
QUERY = "SELECT {}, pg_backend_pid()"


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
        own = connection.execute(text("SELECT pg_backend_pid()")).scalar()
        theirs = result_of(*forked(lambda: sorted(ask_often(3000))))
        assert connection.execute(text("SELECT 5, pg_backend_pid()")).one() == (5, own)
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
    asyncio.run(fork_with_live_loop(db_async))
    asyncio.run(fork_with_live_loop(db_one_loop))
    sys.exit(0)
