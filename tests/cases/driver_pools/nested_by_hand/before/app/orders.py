import asyncpg

from app.config import DATABASE_URL


async def totals():
    pool = await asyncpg.create_pool(DATABASE_URL)
    conn = await pool.acquire()
    try:
        return await conn.fetch("SELECT 1")
    finally:
        await pool.release(conn)
