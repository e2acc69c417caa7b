"""A driver's pool that everybody shares: bounded under load, one for each event loop, a new one after closing."""

import asyncio
import importlib
import os
import sys
import threading

module = importlib.import_module(sys.argv[1])
MOST = 4
ASK = "SELECT count(*), pg_sleep(0.02) FROM pg_stat_activity WHERE usename = current_user"


async def asked(pool):
    if hasattr(pool, "fetchval"):
        return await pool.fetchval(ASK)
    async with pool.connection() as connection:
        return (await (await connection.execute(ASK)).fetchone())[0]


async def used():
    pool = await module.get_db_pool()
    return pool, await asked(pool)


async def load(count=60):
    answers = await asyncio.gather(*[used() for _ in range(count)])
    assert len({id(pool) for pool, _ in answers}) == 1
    return answers[0][0], max(seen for _, seen in answers)


async def whole_life(most, closes=True):
    first, peak = await load()
    assert 1 < peak <= most, peak
    if closes:
        await module.close_db_pool()
        await module.close_db_pool()
        second, peak = await load()
        assert second is not first and peak <= most, peak
        await module.close_db_pool()
    return first


def in_threads(work, count):
    failures = []

    def guarded():
        try:
            work()
        except BaseException as error:
            failures.append(repr(error))

    threads = [threading.Thread(target=guarded) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


def loops():
    assert asyncio.run(whole_life(MOST)) is not asyncio.run(whole_life(MOST))
    in_threads(lambda: asyncio.run(whole_life(2 * MOST)), 2)
    assert all(loop.is_closed() for loop in module._pools)
    asyncio.run(whole_life(MOST))
    assert not module._pools


def threads():
    pools, peaks = [], []

    def work():
        pool = module.get_db_pool()
        with pool.connection() as connection:
            peaks.append(connection.execute(ASK).fetchone()[0])
        pools.append(pool)

    for _ in range(2):
        pools.clear()
        in_threads(work, 30)
        assert len({id(pool) for pool in pools}) == 1
        module.close_db_pool()
        module.close_db_pool()
    assert 1 < max(peaks) <= MOST, max(peaks)
    forked(module.get_db_pool())


def forked(mine):
    child = os.fork()
    if child == 0:
        own = module.get_db_pool()
        with own.connection() as connection:
            alive = connection.execute("SELECT 1").fetchone()[0]
        os._exit(0 if own is not mine and alive == 1 else 1)
    assert os.waitpid(child, 0)[1] == 0
    with mine.connection() as connection:
        assert connection.execute("SELECT 1").fetchone()[0] == 1
    module.close_db_pool()


threads() if len(sys.argv) > 2 else loops()
