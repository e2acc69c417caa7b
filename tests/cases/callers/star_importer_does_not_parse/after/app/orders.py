from sqlalchemy import create_engine, text  # noqa: F401

from app.config import DATABASE_URL  # noqa: F401
from app.db import get_engine


def _engine():
    return get_engine()


def orders():
    with _engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
