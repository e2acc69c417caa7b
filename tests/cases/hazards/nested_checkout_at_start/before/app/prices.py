import os

from sqlalchemy import create_engine, text


def price(order: int) -> int:
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        return connection.execute(text("select 7, pg_sleep(0.05)")).one()[0]
