"""Thirty probes of a server that takes connections and says nothing: an answer in time, one connection, then healed."""

import asyncio
import os
import socket
import sys
import threading
import time
from contextlib import suppress

import async_health_of_db_async as late_health
import db
import health_of_db as health
from counting import IS_MARIADB, compared, in_threads
from sqlalchemy import create_engine

silent = socket.create_server(("127.0.0.1", 0), backlog=128)
port = silent.getsockname()[1]
known = os.environ["DATABASE_URL"]
os.environ["DATABASE_URL"] = f"{known.partition(':')[0]}://app@127.0.0.1:{port}/silent"

accepted = []


def take():
    while True:
        accepted.append(silent.accept()[0])


threading.Thread(target=take, daemon=True).start()


def legacy():
    with suppress(Exception):
        create_engine(os.environ["DATABASE_URL"]).connect()


def unshared():
    """What the server is asked for by thirty probes with an engine each, as they were before the change."""
    for _ in range(30):
        threading.Thread(target=legacy, daemon=True).start()
    deadline = time.monotonic() + 10
    while len(accepted) < 30 and time.monotonic() < deadline:
        time.sleep(0.01)
    found = len(accepted)
    accepted.clear()  # which ends them
    return found


def probe():
    start = time.monotonic()
    answers, numbers = health.database_status()
    assert (answers, numbers["pool_size"]) == (False, 5)
    assert time.monotonic() - start < 20


before = unshared()
in_threads([probe] * 30)
assert len(accepted) == 1, len(accepted)
compared(before, len(accepted), "30 probes of a silent server")
assert db.get_engine().pool.checkedout() <= 1
start = time.monotonic()
assert not health.database_status()[0]
assert time.monotonic() - start < 4, "known to be silent"
late = len(accepted)


async def crowd():
    return await asyncio.gather(*[late_health.database_status() for _ in range(30)])


async def main():
    start = time.monotonic()
    rows = await crowd()
    assert not any(answers for answers, _ in rows)
    assert time.monotonic() - start < 20
    assert len(accepted) - late == 1, len(accepted) - late


if not IS_MARIADB:  # PyMySQL is synchronous
    asyncio.run(main())
os.environ["DATABASE_URL"] = known
for connection in accepted:
    connection.close()
time.sleep(0.5)
assert health.database_status()[0]
sys.stdout.flush()
os._exit(0)
