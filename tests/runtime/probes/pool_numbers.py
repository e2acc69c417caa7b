"""The numbers of a pool as a service's metrics read them, in a thread that has no event loop: those of the server."""

import asyncio
import os
import sys
import threading

os.environ.update(POOL_SIZE="2", POOL_MAX_OVERFLOW="3", DRIVER=sys.argv[1])
import db_numbers as db
from counting import Server
from sqlalchemy import text

server = Server()
engine = db.get_async_engine()
ready, release = threading.Barrier(3), threading.Event()


def hold(count):
    async def held():
        connections = [await engine.connect() for _ in range(count)]
        for connection in connections:
            await connection.execute(text("SELECT 1"))
        await connections.pop().close()
        ready.wait()
        while not release.is_set():
            await asyncio.sleep(0.01)
        for connection in connections:
            await connection.close()

    return threading.Thread(target=lambda: asyncio.run(held()), daemon=True)


def numbers():
    return {name: getattr(engine.pool, name)() for name in ("size", "checkedin", "checkedout", "overflow")}


assert sum(numbers().values()) == 0
threads = [hold(1), hold(4)]
for thread in threads:
    thread.start()
ready.wait()
seen = numbers()
assert seen["checkedin"] + seen["checkedout"] == server.count(), (seen, server.count())
assert seen == {"size": 4, "checkedin": 2, "checkedout": 3, "overflow": 1}, seen
assert "Current Checked out connections: 3" in engine.pool.status(), engine.pool.status()
release.set()
for thread in threads:
    thread.join()
assert numbers()["checkedout"] == server.settled() == 0
