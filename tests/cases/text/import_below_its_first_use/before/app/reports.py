"""Reports."""

import os

from sqlalchemy import create_engine, text


def rows():
    with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
        return connection.execute(text("SELECT 1")).all()


import threading

busy = threading.Event()
