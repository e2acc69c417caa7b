from sqlalchemy import text

from app.db import get_engine


def totals():
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
