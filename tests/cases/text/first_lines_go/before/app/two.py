from sqlalchemy import create_engine
import os


def two():
    with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
        return connection.execute("SELECT 1").all()
