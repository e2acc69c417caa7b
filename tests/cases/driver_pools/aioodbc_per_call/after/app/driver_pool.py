async def get_db_pool() -> aioodbc.Pool:
    """Return the running loop's pool, creating it on first use."""
    return await init_db_pool()
