from sqlalchemy import text

from app.db import engine


def price(order: int) -> int:
    with engine.connect() as connection:
        return connection.execute(text("select 7, pg_sleep(0.05)")).one()[0]
