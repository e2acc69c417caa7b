from sqlalchemy import create_engine
import os


def one():
    with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
        return connection.execute("SELECT 1").all()
