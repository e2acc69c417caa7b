def hello():
    return 1


import os

from sqlalchemy import create_engine, text


def job():
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).scalar()
