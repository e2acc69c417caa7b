from app.driver_pool import get_db_pool


async def names():
    database = await get_db_pool()
    rows = await database.fetch_all("SELECT name FROM users")
    return rows


async def emails():
    database = await get_db_pool()
    return await database.fetch_all("SELECT email FROM users")
