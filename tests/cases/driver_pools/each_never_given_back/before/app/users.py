import asyncpg

from app.config import DATABASE_URL


async def names():
    pool = await asyncpg.create_pool(DATABASE_URL)
    conn = await pool.acquire()
    return await conn.fetch("SELECT 1")
