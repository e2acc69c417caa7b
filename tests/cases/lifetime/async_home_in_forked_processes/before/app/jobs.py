import os

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def count_stock() -> int:
    engine = create_async_engine(os.environ["DATABASE_URL"])
    async with engine.connect() as connection:
        return (await connection.execute(text("select count(*) from stock"))).scalar_one()
