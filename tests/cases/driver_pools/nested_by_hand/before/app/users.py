import asyncpg

from app.config import DATABASE_URL
from app.orders import totals


async def names():
    pool = await asyncpg.create_pool(DATABASE_URL)
    conn = await pool.acquire()
    rows = await totals()
    await pool.release(conn)
    return rows
