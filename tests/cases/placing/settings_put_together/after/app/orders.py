from sqlalchemy import text

from app.db import get_engine


def orders():
    engine = get_engine()
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).scalar()
