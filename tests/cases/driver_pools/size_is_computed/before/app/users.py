import os

import asyncpg

from app.config import DATABASE_URL


async def names():
    pool = await asyncpg.create_pool(DATABASE_URL, max_size=int(os.environ["POOL_MAX"]))
    async with pool.acquire() as conn:
        return await conn.fetch("SELECT 1")
