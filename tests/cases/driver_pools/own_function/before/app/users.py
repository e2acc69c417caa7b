from app.config import DATABASE_URL
from app.pools import create_pool


async def names(factory):
    pool = await create_pool(factory, DATABASE_URL)
    return await pool.fetch("SELECT 1")


async def emails(factory):
    pool = await create_pool(factory, DATABASE_URL)
    return await pool.fetch("SELECT 1")
