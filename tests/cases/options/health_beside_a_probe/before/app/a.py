from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


def count():
    with create_engine(DATABASE_URL).connect() as connection:
        return connection.execute(text("select count(*) from a")).scalar()
