from sqlalchemy import create_engine, text

from shop.config import DATABASE_URL


def get_engine():
    return create_engine(DATABASE_URL)


connection = None


def count():
    global connection
    connection = get_engine().connect()
    return connection.execute(text("SELECT count(*) FROM stock")).scalar()
