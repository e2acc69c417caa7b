from sqlalchemy import text

from app.db import get_engine

engine = get_engine()


def count_orders() -> int:
    with engine.connect() as connection:
        return connection.execute(text("select count(*) from orders")).scalar_one()
