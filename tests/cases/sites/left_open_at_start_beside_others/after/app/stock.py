from sqlalchemy import text

from app.db import get_engine

engine = get_engine()


def count_stock() -> int:
    with engine.connect() as connection:
        return connection.execute(text("select count(*) from stock")).scalar_one()
