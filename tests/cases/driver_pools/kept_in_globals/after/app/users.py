from app.driver_pool import get_db_pool as get_shared_db_pool

_pool = None


async def get_db_pool():
    global _pool
    if _pool is None:
        _pool = await get_shared_db_pool()
    return _pool
