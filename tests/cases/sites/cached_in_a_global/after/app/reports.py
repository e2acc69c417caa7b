from sqlalchemy import text

from app.db import get_engine as get_shared_engine

_engine = None


def get_engine():
    global _engine
    if _engine is None:
        _engine = get_shared_engine()
    return _engine


def totals():
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
