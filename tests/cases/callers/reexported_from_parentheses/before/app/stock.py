from sqlalchemy import create_engine

from app.config import DATABASE_URL
from app.orders import Engine, _engine


def stock():
    return create_engine(DATABASE_URL).connect()


def again() -> Engine:
    return _engine()
