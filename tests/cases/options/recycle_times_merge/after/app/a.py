from app.db import get_engine


def one():
    with get_engine().connect() as connection:
        return connection.execute("SELECT 1").all()
