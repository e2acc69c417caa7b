import asyncpg

from app.config import DATABASE_URL


async def make_pool():
    return await asyncpg.create_pool(dsn=DATABASE_URL)
