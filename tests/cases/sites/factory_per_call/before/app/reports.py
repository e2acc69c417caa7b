from sqlalchemy import create_engine

from app.config import DATABASE_URL

TIMED = ["totals", "names", "_pg_engine"]


def _pg_engine():
    """Engine of the reporting database."""
    return create_engine(DATABASE_URL)


def totals():
    engine = _pg_engine()
    with engine.connect() as connection:
        return connection.execute("SELECT 1").all()


def names():
    with _pg_engine().connect() as connection:
        return connection.execute("SELECT 2").all()
