"""Waiting callers are counted as the pool itself counts them, and many make one warning a minute."""

import logging
import os
import threading
import time

import db_waits as db
from counting import Server, before, compared
from sqlalchemy.exc import TimeoutError

server = Server()
held = []
warnings = []
handler = logging.Handler()
handler.emit = lambda record: warnings.append(record.getMessage())
logging.getLogger("db_waits").addHandler(handler)


def crowd(engine, count):
    """Let `count` threads hold connections; give how many waiters were counted, were there, and failed."""
    release = threading.Event()
    failed = []

    def work():
        try:
            with engine.connect():
                release.wait(20)
        except TimeoutError as error:
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    true = settled(lambda: len(engine.pool._pool.not_empty._waiters), max(0, count - 15))
    counted = engine.pool.waiting
    held.append(server.count())
    if engine.pool.timeout() < 5:
        settled(lambda: len(failed), count - 15)
    release.set()
    for thread in threads:
        thread.join()
    assert engine.pool.waiting == 0
    return counted, true, len(failed)


def settled(number, expected):
    """Wait until a number is as expected and stays so for a moment."""
    for _ in range(200):
        time.sleep(0.02)
        if number() == expected:
            break
    time.sleep(0.1)
    return number()


engine = db.get_engine()
assert crowd(engine, 15) == (0, 0, 0), "fifteen connections for fifteen callers: nobody waits"
assert crowd(engine, 25) == (10, 10, 0)
assert warnings == []
assert crowd(engine, 50) == (35, 35, 0)
assert warnings == ["11 callers wait for a database connection"]
assert crowd(engine, 50) == (35, 35, 0)
assert len(warnings) == 1, warnings
engine.pool.quiet_until = 0.0
assert crowd(engine, 26) == (11, 11, 0)
assert len(warnings) == 2, warnings
db.close_db()
db._engines.clear()
os.environ["POOL_TIMEOUT"] = "1"
assert crowd(db.get_engine(), 20) == (5, 5, 5)
db.close_db()
compared(before(server, 30), max(held), "30 callers; 50 callers")
