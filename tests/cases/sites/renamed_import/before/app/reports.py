from sqlalchemy import create_engine as ce, text

from app.config import DATABASE_URL

engine = ce(DATABASE_URL)


def totals():
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()
