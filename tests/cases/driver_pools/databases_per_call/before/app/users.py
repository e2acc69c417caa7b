import databases

from app.config import DATABASE_URL


async def names():
    database = databases.Database(DATABASE_URL)
    await database.connect()
    rows = await database.fetch_all("SELECT name FROM users")
    await database.disconnect()
    return rows


async def emails():
    async with databases.Database(DATABASE_URL) as database:
        return await database.fetch_all("SELECT email FROM users")
