from sqlalchemy import create_engine, text

from config import settings


def orders():
    with create_engine(settings.database_url).connect() as connection:
        return connection.execute(text("SELECT 1")).all()
