from sqlalchemy import text

from app.db import get_engine

engine = get_engine()


def load(rows):
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO loaded VALUES (:n)"), rows)
