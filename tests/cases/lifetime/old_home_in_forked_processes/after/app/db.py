import os

from sqlalchemy import create_engine

engine = create_engine(os.environ["DATABASE_URL"])


def _after_fork_in_child():
    """Leave the parent its connections: sharing a socket mixes up its data."""
    engine.pool = engine.pool.recreate()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
