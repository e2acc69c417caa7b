from app.db import get_engine


def load():
    engine = get_engine()
    with engine.begin() as connection:
        connection.execute("SELECT 1")
