from sqlalchemy import create_engine, text

from school.settings import settings


def rows():
    with create_engine(settings.ARCHIVE_URL).connect() as connection:
        return connection.execute(text("SELECT 1")).all()
