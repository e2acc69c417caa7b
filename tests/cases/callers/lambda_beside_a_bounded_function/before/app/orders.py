from sqlalchemy import create_engine, text

from app.config import DATABASE_URL

fresh = lambda: create_engine(DATABASE_URL)  # noqa: E731


def orders():
    with fresh().connect() as connection:
        return connection.execute(text("select 1")).all()


def totals():
    with create_engine(DATABASE_URL).connect() as connection:
        return connection.execute(text("select 2")).all()
