"""One client for all threads, one for each event loop where it must be, a new one after closing and in a fork."""

import asyncio
import os
import threading

import client
import client_async
import client_per_loop
import service
from counting import Server, before, compared

COUNT = 8


def from_threads(ask):
    barrier = threading.Barrier(COUNT)
    found = []

    def work():
        barrier.wait()
        found.append(ask())

    threads = [threading.Thread(target=work) for _ in range(COUNT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == COUNT
    return found


def sync():
    found = from_threads(client.get_db_client)
    assert len({id(one) for one in found}) == len(service.made) == 1
    assert found[0].url == os.environ["DATABASE_URL"]
    child = os.fork()
    if child == 0:
        other = client.get_db_client()
        os._exit(0 if other is not found[0] and other.process == os.getpid() and not service.closed else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert client.init_db_client() is found[0]
    client.close_db_client()
    client.close_db_client()
    assert service.closed == [found[0]]
    assert client.get_db_client() is not found[0]


def counted():
    """The connections of threads that ask a client each, which has an engine each, then the shared one."""
    server = Server()
    legacy = before(server, COUNT)
    client.get_db_client().ask()  # warm: the others find its connection free
    for _ in range(COUNT):
        client.get_db_client().ask()
    compared(legacy, server.count(), f"{COUNT} calls for a client")
    client.close_db_client()
    assert server.settled() == 0
    service.closed.pop()


def shared_by_loops():
    found = from_threads(client_async.get_db_client)
    assert len({id(one) for one in found}) == 1
    asyncio.run(client_async.close_db_client())
    asyncio.run(client_async.close_db_client())
    assert service.closed[1:] == [found[0]]


async def of_this_loop():
    found = await asyncio.gather(*[client_per_loop.get_db_client() for _ in range(COUNT)])
    assert len({id(one) for one in found}) == 1
    return found[0]


async def close_own():
    one = await of_this_loop()
    await client_per_loop.close_db_client()
    await client_per_loop.close_db_client()
    assert service.closed[-1] is one
    assert await of_this_loop() is not one


sync()
counted()
shared_by_loops()
first, second = asyncio.run(of_this_loop()), asyncio.run(of_this_loop())
assert first is not second
assert len(client_per_loop._clients) == 1
asyncio.run(close_own())
