from psycopg_pool import AsyncConnectionPool

from app.config import DATABASE_URL


async def names():
    pool = AsyncConnectionPool(DATABASE_URL, open=False)
    await pool.open()
    try:
        async with pool.connection() as conn:
            return await (await conn.execute("SELECT name FROM users")).fetchall()
    finally:
        await pool.close()


async def emails():
    async with AsyncConnectionPool(DATABASE_URL, open=False) as pool:
        async with pool.connection() as conn:
            return await (await conn.execute("SELECT email FROM users")).fetchall()
