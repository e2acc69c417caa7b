from app.driver_pool import get_db_pool


async def names():
    pool = await get_db_pool()
    conn = await pool.acquire()
    try:
        return await conn.fetch("SELECT name FROM users")
    finally:
        await pool.release(conn)
