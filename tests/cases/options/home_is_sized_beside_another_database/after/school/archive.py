from sqlalchemy import text

from school.db import get_archive_engine


def rows():
    with get_archive_engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
