import asyncio

import asyncpg

from app.config import DATABASE_URL


def refresh():
    return asyncio.run(_refresh())


def expire():
    return asyncio.run(_expire())


async def _refresh():
    pool = await asyncpg.create_pool(DATABASE_URL)
    await pool.execute("REFRESH MATERIALIZED VIEW totals")
    await pool.close()


async def _expire():
    pool = await asyncpg.create_pool(DATABASE_URL)
    await pool.execute("DELETE FROM logins WHERE expires < now()")
    await pool.close()
