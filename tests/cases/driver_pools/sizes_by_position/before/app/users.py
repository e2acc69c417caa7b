import aiomysql


async def names():
    pool = await aiomysql.create_pool(2, 5, host="db", user="app", db="shop")
    async with pool.acquire() as conn, conn.cursor() as cursor:
        await cursor.execute("SELECT 1")
        return await cursor.fetchall()
