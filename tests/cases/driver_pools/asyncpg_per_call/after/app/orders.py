from fastapi import APIRouter

from app.driver_pool import get_db_pool

router = APIRouter()


async def totals():
    pool = await get_db_pool()
    rows = await pool.fetch("SELECT total FROM orders")

    return [row["total"] for row in rows]


async def count():
    pool = await get_db_pool()
    async with pool.acquire() as conn:
        return await conn.fetchval("SELECT count(*) FROM orders")
