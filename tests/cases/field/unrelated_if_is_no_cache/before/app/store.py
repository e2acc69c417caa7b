import os

from sqlalchemy import create_engine, text

engine = None


def connect(verbose=False):
    global engine
    if verbose:
        print("connecting")
    engine = create_engine(os.environ["DATABASE_URL"])
    return engine


def total():
    with connect().connect() as connection:
        return connection.execute(text("SELECT count(*) FROM orders")).scalar()
