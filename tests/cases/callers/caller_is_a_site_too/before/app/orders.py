from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


def _engine():
    return create_engine(DATABASE_URL)


def orders():
    with _engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
