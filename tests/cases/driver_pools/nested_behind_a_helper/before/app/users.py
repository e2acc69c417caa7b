import asyncpg

from app.config import DATABASE_URL
from app.orders import totals


async def names():
    pool = await asyncpg.create_pool(DATABASE_URL)
    async with pool.acquire() as conn:
        return await conn.fetch("SELECT 1", await _ids())


async def _ids():
    return await totals()
