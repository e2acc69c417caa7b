import asyncpg

from app.config import DATABASE_URL

_pool = None


async def order_pool():
    global _pool
    if _pool is None:
        _pool = await asyncpg.create_pool(DATABASE_URL)
    return _pool
