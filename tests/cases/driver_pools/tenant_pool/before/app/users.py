import asyncpg

from app.config import DATABASE_URL


async def names(tenant):
    pool = await asyncpg.create_pool(DATABASE_URL + tenant.database)
    return await pool.fetch("SELECT name FROM users")


async def emails(tenant):
    pool = await asyncpg.create_pool(DATABASE_URL + tenant.database)
    return await pool.fetch("SELECT email FROM users")
