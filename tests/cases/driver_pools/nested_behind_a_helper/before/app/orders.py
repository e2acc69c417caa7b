import asyncpg

from app.config import DATABASE_URL


async def totals():
    pool = await asyncpg.create_pool(DATABASE_URL)
    async with pool.acquire() as conn:
        return await conn.fetch("SELECT 1")
