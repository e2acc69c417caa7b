from sqlalchemy import text

from app.db import get_engine


def totals():
    engine = get_engine()
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT 1")).all()
    del engine
    return rows
