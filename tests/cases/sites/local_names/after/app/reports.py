from sqlalchemy import text

from app.config import DATABASE_URL
from app.db import get_engine


def totals():
    url = DATABASE_URL

    def where():
        return url.rpartition("@")[2]

    with get_engine().connect() as connection:
        return where(), connection.execute(text("SELECT 1")).all()
