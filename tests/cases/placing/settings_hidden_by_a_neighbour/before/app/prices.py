from sqlalchemy import create_engine, text

from config import settings


def prices():
    with create_engine(settings.database_url).connect() as connection:
        return connection.execute(text("SELECT 2")).all()
