from app.driver_pool import get_db_pool


async def names():
    pool = await get_db_pool()
    async with pool.acquire() as conn, conn.cursor() as cursor:
        await cursor.execute("SELECT name FROM users")
        return await cursor.fetchall()


async def emails():
    pool = await get_db_pool()
    async with pool.acquire() as conn, conn.cursor() as cursor:
        await cursor.execute("SELECT email FROM users")
        return await cursor.fetchall()
