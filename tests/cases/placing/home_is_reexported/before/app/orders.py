from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


def orders():
    with create_engine(DATABASE_URL).connect() as connection:
        return connection.execute(text("select 1")).all()
