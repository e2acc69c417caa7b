import os

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


async def price(order: int) -> int:
    engine = create_async_engine(os.environ["DATABASE_URL"])
    async with engine.connect() as connection:
        return (await connection.execute(text("select 7, pg_sleep(0.05)"))).one()[0]
