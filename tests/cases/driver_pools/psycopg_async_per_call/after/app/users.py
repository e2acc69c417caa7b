from app.driver_pool import get_db_pool


async def names():
    pool = await get_db_pool()
    async with pool.connection() as conn:
        return await (await conn.execute("SELECT name FROM users")).fetchall()


async def emails():
    pool = await get_db_pool()
    async with pool.connection() as conn:
        return await (await conn.execute("SELECT email FROM users")).fetchall()
