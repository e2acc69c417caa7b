import databases

from app.config import DATABASE_URL


async def rename(name):
    async with databases.Database(DATABASE_URL) as database:
        async with database.transaction():
            await database.execute("UPDATE users SET name = :name", {"name": name})
            await record(name)


async def record(name):
    async with databases.Database(DATABASE_URL) as database:
        await database.execute("INSERT INTO audit VALUES (:name)", {"name": name})
