def get_db_pool() -> psycopg_pool.ConnectionPool:
    """Return the pool, creating it on first use."""
    pool = _pool
    return init_db_pool() if pool is None else pool
