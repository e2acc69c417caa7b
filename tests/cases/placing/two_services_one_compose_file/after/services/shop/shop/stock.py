from sqlalchemy import text

from shop.db import get_engine


def stock():
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
