from app.config import DATABASE_URL
from app.db import shared_engine


def make_engine(url):
    return shared_engine(url)


def totals():
    with make_engine(DATABASE_URL).connect() as connection:
        return connection.execute("SELECT 1").all()


def names():
    with make_engine(DATABASE_URL).connect() as connection:
        return connection.execute("SELECT 2").all()
