from sqlalchemy import create_engine, text

from school.settings import settings


def rows():
    with create_engine(settings.DATABASE_URL).connect() as connection:
        return connection.execute(text("SELECT 1")).all()
