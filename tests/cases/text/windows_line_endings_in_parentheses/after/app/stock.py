from sqlalchemy import (text)

from app.db import get_engine


def stock():
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 2")).all()


def again():
    return stock()
