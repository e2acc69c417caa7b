import asyncpg
from fastapi import APIRouter

from app import config

router = APIRouter()


async def totals():
    dsn = config.DATABASE_URL
    async with asyncpg.create_pool(dsn, min_size=1, max_size=5) as pool:
        rows = await pool.fetch("SELECT total FROM orders")

        return [row["total"] for row in rows]


async def count():
    async with asyncpg.create_pool(config.DATABASE_URL, min_size=1, max_size=5) as pool, pool.acquire() as conn:
        return await conn.fetchval("SELECT count(*) FROM orders")
