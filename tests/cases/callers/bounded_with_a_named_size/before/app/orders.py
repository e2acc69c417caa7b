from sqlalchemy import create_engine, text

from app.config import DATABASE_URL

SIZE = 7


def _engine():
    return create_engine(DATABASE_URL, pool_size=SIZE)


def orders():
    with _engine().connect() as connection:
        return connection.execute(text("select 1")).all()


def totals():
    with create_engine(DATABASE_URL, pool_size=3).connect() as connection:
        return connection.execute(text("select 2")).all()
