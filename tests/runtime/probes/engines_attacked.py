"""One pool under threads that are disposed under, whose server is gone, whose pool is full: bounded, and healed."""

import gc
import os
import threading
import time

import counting
import db
from sqlalchemy import event, text

server = counting.Server()


def ask(number=1):
    with db.get_engine().connect() as connection:
        assert connection.execute(text(f"SELECT {number}")).scalar() == number


def disposal_in_use():
    stop = threading.Event()

    def close():
        for _ in range(6):
            db.close_db()
            time.sleep(0.01)
        stop.set()

    def work():
        while not stop.is_set():
            ask(7)

    counting.in_threads([close, *[work] * 8])
    db.close_db()
    gc.collect()
    assert server.settled() == 0


def before_and_after():
    """The most connections: 24 calls with an engine each, then 60 calls in 20 threads with the shared one."""

    def three_times():
        for _ in range(3):
            ask()

    legacy = counting.before(server, 24)
    with server.peak() as seen:
        counting.in_threads([three_times] * 20)
    db.close_db()
    assert legacy == 24 and seen[-1] <= 15 and server.settled() == 0, (legacy, seen[-1])
    counting.compared(legacy, seen[-1], "24 calls; 60 in 20 threads")


def listeners():
    heard = []
    engine = db.get_engine()
    event.listen(engine, "connect", lambda *_: heard.append("connect"))
    event.listen(engine.pool, "checkout", lambda *_: heard.append("checkout"))
    event.listen(engine, "before_cursor_execute", lambda *_: heard.append("execute"))
    db.close_db()
    heard.clear()
    for number in range(5):
        ask(number)
    assert (heard.count("connect"), heard.count("checkout"), heard.count("execute")) == (1, 5, 5), heard


def thousand_forks():
    ask()
    for _ in range(counting.share(1000)):
        child = os.fork()
        if child == 0:
            os._exit(0 if len(db._inherited) == 1 else 1)
        assert os.waitpid(child, 0)[1] == 0
    assert db._inherited == []
    ask()
    assert server.count() == 1


listeners()
disposal_in_use()
db.close_db()
thousand_forks()
db.close_db()
before_and_after()
