from sqlalchemy import create_engine, text

from app.config import DATABASE_URL

_engine = None


def get_engine():
    global _engine
    if _engine is None:
        _engine = create_engine(DATABASE_URL)
    return _engine


def totals():
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
