import os

from sqlalchemy import text

from app.db import shared_engine

engine = None


def connect(verbose=False):
    global engine
    if verbose:
        print("connecting")
    engine = shared_engine(os.environ["DATABASE_URL"])
    return engine


def total():
    with connect().connect() as connection:
        return connection.execute(text("SELECT count(*) FROM orders")).scalar()
