import os

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def count():
    engine = create_async_engine(os.environ["DATABASE_URL"])
    async with engine.connect() as connection:
        return await connection.scalar(text("select count(*) from stock"))
