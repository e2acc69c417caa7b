from sqlalchemy import text

from shop.db import get_engine


connection = None


def count():
    global connection
    connection = get_engine().connect()
    return connection.execute(text("SELECT count(*) FROM stock")).scalar()
