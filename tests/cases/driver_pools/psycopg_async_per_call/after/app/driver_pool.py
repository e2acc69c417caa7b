async def get_db_pool() -> psycopg_pool.AsyncConnectionPool:
    """Return the running loop's pool, creating it on first use."""
    return await init_db_pool()


async def _create() -> psycopg_pool.AsyncConnectionPool:
    from app.config import DATABASE_URL

    pool = psycopg_pool.AsyncConnectionPool(DATABASE_URL, open=False)
    await pool.open()
    return pool
