import os

import asyncpg


async def names():
    pool = await asyncpg.create_pool(os.environ["DATABASE_URL"])  # consolidate: ignore -- measured apart
    return await pool.fetch("SELECT name FROM users")


async def emails():
    pool = await asyncpg.create_pool(os.environ["DATABASE_URL"])  # consolidate: ignore -- measured apart
    return await pool.fetch("SELECT email FROM users")
