import os

from sqlalchemy import text

from app.db import shared_engine


def total():
    engine = shared_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        return connection.execute(text("SELECT count(*) FROM orders")).scalar()
