async def get_max_size_pool() -> asyncpg.Pool:
    """Return the running loop's pool, creating it on first use."""
    return await init_max_size_pool()


async def _create() -> asyncpg.Pool:
    from app.config import DATABASE_URL

    return await asyncpg.create_pool(DATABASE_URL, max_size=int(os.environ["POOL_MAX"]))
