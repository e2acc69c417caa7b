from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from shop.config import DATABASE_URL


def count():
    connection = create_engine(DATABASE_URL).connect()
    return connection.execute(text("select count(*) from stock")).scalar()


def session():
    opened = Session(create_engine(DATABASE_URL))
    yield opened
    opened.close()


def connect():
    return create_engine(DATABASE_URL).connect()


def total():
    connection = connect()
    try:
        return connection.execute(text("select sum(amount) from stock")).scalar()
    finally:
        connection.close()
