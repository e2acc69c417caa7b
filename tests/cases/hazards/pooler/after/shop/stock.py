import os

from sqlalchemy import text

from shop.db import shared_async_engine


async def count():
    engine = shared_async_engine(os.environ["DATABASE_URL"])
    async with engine.connect() as connection:
        return await connection.scalar(text("select count(*) from stock"))
