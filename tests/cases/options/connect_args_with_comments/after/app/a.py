from app.db import get_engine


def rows():
    with get_engine().connect() as connection:
        return connection.exec_driver_sql("SELECT 1").all()
