from sqlalchemy import text

from shop.db import get_engine


def count():
    connection = get_engine().connect()
    return connection.execute(text("SELECT count(*) FROM stock")).scalar()
