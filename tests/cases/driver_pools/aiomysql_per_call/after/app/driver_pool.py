async def get_db_pool() -> aiomysql.Pool:
    """Return the running loop's pool, creating it on first use."""
    return await init_db_pool()


async def _create() -> aiomysql.Pool:
    return await aiomysql.create_pool(
        host=os.environ["DB_HOST"],
        user="app",
        password=os.environ["DB_PASSWORD"],
        db="shop",
    )
