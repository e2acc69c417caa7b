from app.db import get_engine

engine = get_engine()


def totals():
    with engine.connect() as connection:
        return connection.execute("SELECT 1").all()
