from sqlalchemy import create_engine

from app.config import DATABASE_URL


def one():
    with create_engine(DATABASE_URL, pool_recycle=900).connect() as connection:
        return connection.execute("SELECT 1").all()
