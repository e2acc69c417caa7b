from sqlalchemy import text

from app.db import get_async_engine


async def orders():
    engine = get_async_engine()
    async with engine.connect() as connection:
        return (await connection.execute(text("select 1"))).all()


async def totals():
    engine = get_async_engine()
    async with engine.connect() as connection:
        return (await connection.execute(text("select 2"))).all()
