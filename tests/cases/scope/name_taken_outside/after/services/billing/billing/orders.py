from sqlalchemy import text

from billing.db import get_engine


def _engine():
    return get_engine()


def orders():
    with _engine().connect() as connection:
        return connection.execute(text("select 1")).all()
