"""Threads that ask for the engine at the same moment get one, in a fresh interpreter and when warm."""

import sys
import threading

import db
from counting import Server, before, compared, in_threads
from sqlalchemy import text

THREADS, ROUNDS = 24, 25
made = []
create_engine = db.create_engine
db.create_engine = lambda *args, **options: made.append(1) or create_engine(*args, **options)
assert db._engines == {}
sys.setswitchinterval(1e-6)


def ask_at_once():
    barrier = threading.Barrier(THREADS)
    found = []

    def ask():
        barrier.wait()
        found.append(db.get_engine())

    threads = [threading.Thread(target=ask) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def query():
    with db.get_engine().connect() as connection:
        connection.execute(text("SELECT 1"))


for turn in range(1, ROUNDS + 1):
    engines = ask_at_once()
    assert len(engines) == THREADS
    assert len({id(engine) for engine in engines}) == 1, f"turn {turn}"
    assert len(made) == turn, f"turn {turn}: {len(made)} engines made"
    db.close_db()
    db._engines.clear()

sys.setswitchinterval(0.005)
server = Server()
legacy = before(server, THREADS)
with server.peak() as seen:
    in_threads([query] * THREADS)
assert seen[-1] <= 15, seen[-1]
compared(legacy, seen[-1], f"{THREADS} threads at once")
