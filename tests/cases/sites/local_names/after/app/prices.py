from sqlalchemy import text

from app.config import DATABASE_URL
from app.db import get_engine

URL: str
URL = DATABASE_URL


def prices():
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
