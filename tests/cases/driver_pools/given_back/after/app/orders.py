from app.driver_pool import get_db_pool


async def totals():
    pool = await get_db_pool()
    async with pool.acquire() as conn:
        return await conn.fetch("SELECT total FROM orders")
