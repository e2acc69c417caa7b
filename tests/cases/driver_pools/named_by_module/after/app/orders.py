from app.orders_driver_pool import get_orders_pool


async def totals():
    pool = await get_orders_pool()
    async with pool.acquire() as conn:
        return await conn.fetch("SELECT 1")
