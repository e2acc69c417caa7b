from app.driver_pool import get_db_pool


async def names():
    pool = await get_db_pool()
    async with pool.acquire() as conn, conn.cursor() as cursor:
        await cursor.execute("SELECT 1")
        return await cursor.fetchall()
