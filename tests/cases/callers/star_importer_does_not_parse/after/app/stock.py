from sqlalchemy import create_engine, text  # noqa: F401

from app.config import DATABASE_URL  # noqa: F401
from app.db import get_engine


def stock():
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 2")).all()


def _price(item):
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 3")).scalar()
