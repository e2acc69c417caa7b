import os
from functools import lru_cache

from sqlalchemy import Engine, create_engine

from app.parts import registered


@registered("db")("engine")
@lru_cache(maxsize=1)
def get_engine() -> Engine:
    return create_engine(os.environ["DATABASE_URL"])


def _after_fork_in_child() -> None:
    """Leave the parent its connections: sharing a socket mixes up its data."""
    if get_engine.cache_info().currsize:
        get_engine().dispose(close=False)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
