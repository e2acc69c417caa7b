import os
from functools import lru_cache

from sqlalchemy import Engine, create_engine

from app.parts import registered


@registered("db")("engine")
@lru_cache(maxsize=1)
def get_engine() -> Engine:
    return create_engine(os.environ["DATABASE_URL"])
