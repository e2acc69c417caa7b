import os

from sqlalchemy import create_engine, text


def total():
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM orders")).scalar()
