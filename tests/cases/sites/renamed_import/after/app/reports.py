from sqlalchemy import text

from app.db import get_engine

engine = get_engine()


def totals():
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()
