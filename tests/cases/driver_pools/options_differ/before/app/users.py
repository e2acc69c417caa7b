import asyncpg

from app.config import DATABASE_URL


async def names():
    async with asyncpg.create_pool(DATABASE_URL, max_size=2) as pool:
        return await pool.fetch("SELECT name FROM users")


async def emails():
    async with asyncpg.create_pool(DATABASE_URL, max_size=20, command_timeout=3) as pool:
        return await pool.fetch("SELECT email FROM users")
