from app.driver_pool import get_db_pool


async def make_pool():
    return await get_db_pool()
