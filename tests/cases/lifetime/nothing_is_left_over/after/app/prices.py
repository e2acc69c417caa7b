from sqlalchemy import text

from app.config import DATABASE_URL
from app.db import get_engine


def _sync_url():
    return DATABASE_URL.replace("postgresql://", "postgresql+psycopg2://")


def prices(log):
    engine = get_engine()
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT 2")).scalar()
    if log():
        pass
    return rows
