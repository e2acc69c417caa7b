from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


def _sync_url():
    return DATABASE_URL.replace("postgresql://", "postgresql+psycopg2://")


def prices(log):
    engine = create_engine(_sync_url())
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT 2")).scalar()
    if log():
        engine.dispose()
    return rows
