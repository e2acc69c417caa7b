from sqlalchemy import create_engine
from app.config import DATABASE_URL
from functools import lru_cache


@lru_cache(maxsize=1)
def _pg_engine():
    return create_engine(DATABASE_URL)


def totals():
    with _pg_engine().connect() as connection:
        return connection.execute("SELECT 1").all()
