from sqlalchemy import create_engine, text

from app.config import DATABASE_URL

URL: str
URL = DATABASE_URL


def prices():
    with create_engine(URL).connect() as connection:
        return connection.execute(text("SELECT 1")).all()
