from app.db import get_engine


def two():
    with get_engine().connect() as connection:
        return connection.execute("SELECT 2").all()
