"""One pool under threads that are disposed under, whose server is gone, whose pool is full: bounded, and healed."""

import gc
import os
import threading
import time

import counting
import db
from sqlalchemy import create_engine, event, text

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
    """The most connections of 60 calls in 20 threads: an engine for each call, then the shared one."""
    url, kept = os.environ["DATABASE_URL"], []

    def legacy():
        engine = create_engine(url)
        kept.append(engine)
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))

    def three_times(work):
        def run():
            for _ in range(3):
                work()

        return run

    peaks = []
    for work, threads in ((legacy, 8), (ask, 20)):
        with server.peak() as seen:
            counting.in_threads([three_times(work)] * threads)
        peaks.append(seen[-1])
        for engine in kept:
            engine.dispose()
        db.close_db()
        server.settled()
    assert peaks[0] == 24 and peaks[1] <= 15, peaks
    return peaks


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
before, after = before_and_after()
print(f"60 calls in 20 threads: {before} connections of 24 calls before, {after} after")
