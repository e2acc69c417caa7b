from app.db import get_engine


def totals():
    engine = get_engine()
    with engine.connect() as connection:
        return connection.execute("SELECT 1").all()
