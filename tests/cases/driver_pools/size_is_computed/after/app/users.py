from app.max_size_driver_pool import get_max_size_pool


async def names():
    pool = await get_max_size_pool()
    async with pool.acquire() as conn:
        return await conn.fetch("SELECT 1")
