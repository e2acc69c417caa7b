from sqlalchemy import create_engine, text

from shop.config import DATABASE_URL


def highest():
    with create_engine(DATABASE_URL).connect() as connection:
        return connection.execute(text("SELECT max(price) FROM stock")).scalar()
