import asyncpg

from app.config import DATABASE_URL


async def names():
    conn = await asyncpg.connect(DATABASE_URL)
    return await conn.fetch("SELECT 1")
