from sqlalchemy import create_engine, text

from app.config import DATABASE_URL

engine = create_engine(DATABASE_URL)


def totals():
    with create_engine(DATABASE_URL).connect() as connection:
        return connection.execute(text("SELECT 1")).all()
