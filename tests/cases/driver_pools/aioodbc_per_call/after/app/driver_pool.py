async def get_db_pool() -> aioodbc.Pool:
    """Return the running loop's pool, creating it on first use."""
    return await init_db_pool()


async def _create() -> aioodbc.Pool:
    return await aioodbc.create_pool(minsize=1, maxsize=10, dsn=os.environ["ODBC_DSN"])
