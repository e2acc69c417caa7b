import os

import aioodbc


async def names():
    pool = await aioodbc.create_pool(minsize=1, maxsize=10, dsn=os.environ["ODBC_DSN"])
    try:
        async with pool.acquire() as conn, conn.cursor() as cursor:
            await cursor.execute("SELECT name FROM users")
            return await cursor.fetchall()
    finally:
        pool.close()
        await pool.wait_closed()


async def emails():
    pool = await aioodbc.create_pool(minsize=1, maxsize=10, dsn=os.environ["ODBC_DSN"])
    async with pool.acquire() as conn, conn.cursor() as cursor:
        await cursor.execute("SELECT email FROM users")
        return await cursor.fetchall()
