from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


def get_engine():
    return create_engine(DATABASE_URL, isolation_level="AUTOCOMMIT")


def totals():
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
