from sqlalchemy import text

from app.db import engine


async def count_stock() -> int:
    async with engine.connect() as connection:
        return (await connection.execute(text("select count(*) from stock"))).scalar_one()
