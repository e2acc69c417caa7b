import asyncpg

from app.config import DATABASE_URL
from app.queries import fetch_names


async def names():
    pool = await asyncpg.create_pool(DATABASE_URL)
    return await fetch_names(pool)


async def emails():
    pool = await asyncpg.create_pool(DATABASE_URL)
    return await fetch_names(pool)
