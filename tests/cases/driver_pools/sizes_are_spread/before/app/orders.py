import asyncpg

from app.config import DATABASE_URL, OPTIONS


async def totals():
    pool = await asyncpg.create_pool(DATABASE_URL, **OPTIONS)
    async with pool.acquire() as conn:
        return await conn.fetch("SELECT 1")
