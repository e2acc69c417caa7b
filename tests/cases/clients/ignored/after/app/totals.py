from sqlalchemy import text

from app.db import get_engine


def totals():
    engine = get_engine()
    with engine.connect() as connection:
        return connection.execute(text("select 2")).all()
