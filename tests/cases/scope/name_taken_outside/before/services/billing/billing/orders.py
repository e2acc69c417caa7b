from sqlalchemy import create_engine, text

from billing.config import DATABASE_URL


def _engine():
    return create_engine(DATABASE_URL)


def orders():
    with _engine().connect() as connection:
        return connection.execute(text("select 1")).all()
