async def get_db_pool() -> databases.Database:
    """Return the running loop's pool, creating it on first use."""
    return await init_db_pool()


async def _create() -> databases.Database:
    from app.config import DATABASE_URL

    pool = databases.Database(DATABASE_URL)
    await pool.connect()
    return pool
