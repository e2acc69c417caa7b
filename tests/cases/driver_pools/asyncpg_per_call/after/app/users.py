from fastapi import APIRouter

from app.driver_pool import get_db_pool

router = APIRouter()


@router.get("/users")
async def users():
    return await names()


async def names():
    pool = await get_db_pool()
    return await pool.fetch("SELECT name FROM users")
