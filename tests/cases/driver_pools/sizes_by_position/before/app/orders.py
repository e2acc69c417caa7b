import aiomysql


async def totals():
    pool = await aiomysql.create_pool(maxsize=30, host="db", user="app", db="shop")
    async with pool.acquire() as conn, conn.cursor() as cursor:
        await cursor.execute("SELECT 1")
        return await cursor.fetchall()
