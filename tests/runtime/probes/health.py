"""A probe answers at once where the pool is full or the server is gone, and says nothing of what failed."""

import asyncio
import logging
import os
import time

import db_both as db

lines = []
handler = logging.Handler()
handler.emit = lambda record: lines.append(record.getMessage())
logging.getLogger("db_both").addHandler(handler)
NUMBERS = {"pool_size": 2, "checked_in": 1, "checked_out": 0, "overflow": 0}
os.environ.update(POOL_SIZE="2", POOL_MAX_OVERFLOW="0")


def quick(work):
    start = time.monotonic()
    answer = work()
    assert time.monotonic() - start < 2
    return answer


async def main():
    engine = db.get_async_engine()
    assert db.pool_status(engine)["checked_in"] == 0
    assert await db.ping_async()
    assert db.pool_status(engine) == NUMBERS
    async with engine.connect(), engine.connect():
        start = time.monotonic()
        assert not await db.ping_async(timeout=60)
        assert time.monotonic() - start < 1
    await db.close_async_db()


assert db.ping()
assert db.pool_status() == NUMBERS
engine = db.get_engine()
with engine.connect(), engine.connect():
    assert not quick(lambda: db.ping(timeout=60))
    assert db.pool_status() == {**NUMBERS, "checked_in": 0, "checked_out": 2}
assert db.ping()
asyncio.run(main())
assert lines == [], lines
secret = "postgresql+psycopg2://someone:secret@127.0.0.1:1/private"
os.environ["DATABASE_URL"] = secret
assert not quick(db.ping)
assert not quick(lambda: asyncio.run(db.ping_async()))
del os.environ["DATABASE_URL"]
assert not db.ping()
assert set(db.pool_status().values()) == {None}
assert len(lines) == 4, lines
assert not any(word in " ".join(lines) for word in ("secret", "someone", "127.0.0.1", "private")), lines
