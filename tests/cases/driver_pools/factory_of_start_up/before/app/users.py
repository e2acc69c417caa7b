from app.pools import make_pool


async def names():
    pool = await make_pool()
    async with pool.acquire() as conn:
        rows = await conn.fetch("SELECT name FROM users")
    await pool.close()
    return rows
