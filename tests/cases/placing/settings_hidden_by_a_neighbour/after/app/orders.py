from sqlalchemy import text

from core.engines import get_engine


def orders():
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
