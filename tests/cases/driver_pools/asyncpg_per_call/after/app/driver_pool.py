async def get_db_pool() -> asyncpg.Pool:
    """Return the running loop's pool, creating it on first use."""
    return await init_db_pool()


async def _create() -> asyncpg.Pool:
    from app import config

    return await asyncpg.create_pool(config.DATABASE_URL, min_size=1, max_size=5)
