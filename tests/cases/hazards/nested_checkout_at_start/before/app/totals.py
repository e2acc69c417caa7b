from sqlalchemy import text

from app.db import engine
from app.prices import price


def total() -> int:
    with engine.connect() as connection:
        number = connection.execute(text("select 3")).scalar_one()
        return number * price(number)
