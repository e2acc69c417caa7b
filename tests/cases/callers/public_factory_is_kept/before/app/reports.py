from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


def reports_engine():
    return create_engine(DATABASE_URL)


def totals():
    with reports_engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
