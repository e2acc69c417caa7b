"""A probe answers at once where the pool is full or the server is gone, and says nothing of what failed."""

import asyncio
import logging
import os
import time

import async_health_of_db_both as late_health
import db_both as db
import health_of_db_both as health
from counting import IS_MARIADB, Server, before, compared

server = Server()
lines = []
handler = logging.Handler()
handler.emit = lambda record: lines.append(record.getMessage())
logging.getLogger().addHandler(handler)
NUMBERS = {"pool_size": 2, "checked_in": 1, "checked_out": 0, "overflow": 0}
FULL = {**NUMBERS, "checked_in": 0, "checked_out": 2}
os.environ.update(POOL_SIZE="2", POOL_MAX_OVERFLOW="0")


def quick(work):
    start = time.monotonic()
    answer = work()
    assert time.monotonic() - start < 2
    return answer


async def main():
    assert await late_health.database_status() == (True, NUMBERS)
    engine = db.get_async_engine()
    async with engine.connect(), engine.connect():
        start = time.monotonic()
        assert await late_health.database_status() == (True, FULL)
        assert time.monotonic() - start < 1
    await db.close_async_db()


assert health.database_status() == (True, NUMBERS)
engine = db.get_engine()
with engine.connect(), engine.connect():
    assert all(quick(health.database_status) == (True, FULL) for _ in range(20))
    probed = server.count()
assert health.database_status()[0]
if not IS_MARIADB:  # PyMySQL is synchronous
    asyncio.run(main())
assert lines == [], lines
compared(before(server, 20), probed, "20 probes, the pool of two full")
os.environ["DATABASE_URL"] = f"{os.environ['DATABASE_URL'].partition(':')[0]}://someone:secret@127.0.0.1:1/private"
assert quick(health.database_status) == (False, {**NUMBERS, "checked_in": 0})
if not IS_MARIADB:
    assert not quick(lambda: asyncio.run(late_health.database_status()))[0]
assert len(lines) == 2 - IS_MARIADB, lines
assert not any(word in " ".join(lines) for word in ("secret", "someone", "127.0.0.1", "private")), lines
