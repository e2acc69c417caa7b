from sqlalchemy import text

from core.engines import get_engine


def prices():
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 2")).all()
