async def get_db_pool() -> asyncpg.Pool:
    """Return the running loop's pool, creating it on first use."""
    return await init_db_pool()


async def _create() -> asyncpg.Pool:
    from app.config import DATABASE_URL

    return await asyncpg.create_pool(DATABASE_URL)
