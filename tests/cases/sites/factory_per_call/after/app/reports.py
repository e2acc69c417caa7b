from app.db import get_engine

TIMED = ["totals", "names", "_pg_engine"]


def totals():
    engine = get_engine()
    with engine.connect() as connection:
        return connection.execute("SELECT 1").all()


def names():
    with get_engine().connect() as connection:
        return connection.execute("SELECT 2").all()
