import asyncpg

from app.config import DATABASE_URL


async def names():
    pool = await asyncpg.create_pool(DATABASE_URL, min_size=2, max_size=5, command_timeout=3)
    async with pool.acquire() as conn:
        return await conn.fetch("SELECT 1")
