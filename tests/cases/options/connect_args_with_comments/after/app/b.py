from app.db import get_engine


def totals():
    with get_engine().connect() as connection:
        return connection.exec_driver_sql("SELECT 2").all()
