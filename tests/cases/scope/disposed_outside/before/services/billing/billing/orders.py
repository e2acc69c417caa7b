from sqlalchemy import create_engine, text

from billing.config import DATABASE_URL


def make_engine():
    return create_engine(DATABASE_URL)


def orders():
    with make_engine().connect() as connection:
        return connection.execute(text("select 1")).all()
