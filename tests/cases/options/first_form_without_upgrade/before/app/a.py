from sqlalchemy import text

from app.db import get_engine


def count():
    with get_engine().connect() as connection:
        return connection.execute(text("select count(*) from a")).scalar()
