from sqlalchemy import create_engine, text

from app.config import DATABASE_URL
from app.orders import _engine


def stock():
    with create_engine(DATABASE_URL).connect() as connection:
        return connection.execute(text("SELECT 2")).all()


def name():
    return _engine().url.database
