import os

from sqlalchemy import create_engine

from app import reports


def load():
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.begin() as connection:
        connection.execute(reports.engine.name)
