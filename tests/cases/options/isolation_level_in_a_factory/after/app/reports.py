from sqlalchemy import text

from app.db import get_engine as get_shared_engine


def get_engine():
    return get_shared_engine().execution_options(isolation_level="AUTOCOMMIT")


def totals():
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
