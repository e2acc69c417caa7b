import os

from sqlalchemy import create_engine, text

engine = create_engine(os.environ["DATABASE_URL"])


def count_orders() -> int:
    with engine.connect() as connection:
        return connection.execute(text("select count(*) from orders")).scalar_one()
