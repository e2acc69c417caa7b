from sqlalchemy import create_engine, text

from app.config import DATABASE_URL

engine = create_engine(DATABASE_URL)


def load(rows):
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO loaded VALUES (:n)"), rows)
