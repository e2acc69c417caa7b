from app.driver_pool import get_db_pool
from app.orders import totals


async def names():
    pool = await get_db_pool()
    async with pool.acquire() as conn:
        rows = await conn.fetch("SELECT name FROM users")
    return rows, await totals()
