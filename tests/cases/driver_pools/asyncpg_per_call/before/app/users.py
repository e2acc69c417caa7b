import asyncpg
from fastapi import APIRouter

from app.config import DATABASE_URL

router = APIRouter()


@router.get("/users")
async def users():
    return await names()


async def names():
    pool = await asyncpg.create_pool(DATABASE_URL, min_size=1, max_size=5)
    try:
        return await pool.fetch("SELECT name FROM users")
    finally:
        await pool.close()
