from sqlalchemy import text

from app.db import get_engine


def count_stock() -> int:
    engine = get_engine()
    with engine.connect() as connection:
        return connection.execute(text("select count(*) from stock")).scalar_one()
