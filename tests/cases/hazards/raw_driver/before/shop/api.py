import os

import asyncpg
from fastapi import APIRouter

router = APIRouter()


@router.get("/stock")
async def stock():
    connection = await asyncpg.connect(os.environ["DATABASE_URL"])
    try:
        return await connection.fetchval("select count(*) from stock")
    finally:
        await connection.close()


async def listen(handle):
    connection = await asyncpg.connect(os.environ["DATABASE_URL"])
    await connection.add_listener("stock", handle)
