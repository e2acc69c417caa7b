from sqlalchemy import text

from app.db import get_engine
from app.prices import price


async def total() -> int:
    async with get_engine().connect() as connection:
        number = (await connection.execute(text("select 3"))).scalar_one()
        return number * await price(number)
