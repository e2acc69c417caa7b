from sqlalchemy import text

from shop.db import get_engine


def highest():
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT max(price) FROM stock")).scalar()
