from sqlalchemy import text

from school.database import engine


def rows():
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()
