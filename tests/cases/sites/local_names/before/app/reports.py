from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


def totals():
    url = DATABASE_URL

    def where():
        return url.rpartition("@")[2]

    with create_engine(url).connect() as connection:
        return where(), connection.execute(text("SELECT 1")).all()
