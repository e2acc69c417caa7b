import asyncpg

from app.config import DATABASE_URL


async def totals():
    pool = await asyncpg.create_pool(DATABASE_URL, max_size=20, command_timeout=3)
    async with pool.acquire() as conn:
        return await conn.fetch("SELECT 1")
