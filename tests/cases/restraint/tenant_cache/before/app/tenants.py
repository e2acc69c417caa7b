from functools import lru_cache

from sqlalchemy import create_engine, text


@lru_cache(maxsize=32)
def engine_of(tenant):
    return create_engine(f"postgresql://app@db/{tenant}")


def totals(tenant):
    with engine_of(tenant).connect() as connection:
        return connection.execute(text("SELECT 1")).all()
