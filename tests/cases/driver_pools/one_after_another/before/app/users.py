import asyncpg

from app.config import DATABASE_URL
from app.orders import totals


async def names():
    pool = await asyncpg.create_pool(DATABASE_URL)
    async with pool.acquire() as conn:
        rows = await conn.fetch("SELECT name FROM users")
    return rows, await totals()
