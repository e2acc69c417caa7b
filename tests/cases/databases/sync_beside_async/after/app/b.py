from app.db import get_async_engine


async def load():
    engine = get_async_engine()
    async with engine.begin() as connection:
        await connection.exec_driver_sql("SELECT 1")
