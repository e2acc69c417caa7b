from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app.config import DATABASE_URL


async def orders():
    engine = create_async_engine(DATABASE_URL)
    async with engine.connect() as connection:
        return (await connection.execute(text("select 1"))).all()


async def totals():
    engine = create_async_engine(DATABASE_URL)
    async with engine.connect() as connection:
        return (await connection.execute(text("select 2"))).all()
