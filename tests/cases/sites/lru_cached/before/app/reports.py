from functools import lru_cache

from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


@lru_cache(maxsize=1)
def get_engine():
    return create_engine(DATABASE_URL)


def totals():
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
