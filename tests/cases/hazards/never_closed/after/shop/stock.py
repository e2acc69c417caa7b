from sqlalchemy import text
from sqlalchemy.orm import Session

from shop.db import get_engine


def count():
    connection = get_engine().connect()
    return connection.execute(text("select count(*) from stock")).scalar()


def session():
    opened = Session(get_engine())
    yield opened
    opened.close()


def connect():
    return get_engine().connect()


def total():
    connection = connect()
    try:
        return connection.execute(text("select sum(amount) from stock")).scalar()
    finally:
        connection.close()
