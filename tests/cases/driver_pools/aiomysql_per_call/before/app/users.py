import os

import aiomysql


async def names():
    pool = await aiomysql.create_pool(host=os.environ["DB_HOST"], user="app", password=os.environ["DB_PASSWORD"], db="shop")
    try:
        async with pool.acquire() as conn, conn.cursor() as cursor:
            await cursor.execute("SELECT name FROM users")
            return await cursor.fetchall()
    finally:
        pool.close()
        await pool.wait_closed()


async def emails():
    pool = await aiomysql.create_pool(host=os.environ["DB_HOST"], user="app", password=os.environ["DB_PASSWORD"], db="shop")
    async with pool.acquire() as conn, conn.cursor() as cursor:
        await cursor.execute("SELECT email FROM users")
        return await cursor.fetchall()
