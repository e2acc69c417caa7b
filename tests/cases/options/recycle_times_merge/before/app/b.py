from sqlalchemy import create_engine

from app.config import DATABASE_URL


def two():
    with create_engine(DATABASE_URL, pool_recycle=3600).connect() as connection:
        return connection.execute("SELECT 2").all()
