import asyncpg

from app.config import DATABASE_URL


async def names():
    pool = await asyncpg.create_pool(DATABASE_URL, min_size=1, max_size=3)
    async with pool.acquire() as conn:
        return await conn.fetch("SELECT 1")
