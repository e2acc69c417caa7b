from sqlalchemy import create_engine

from app.config import DATABASE_URL

engine = create_engine(DATABASE_URL)


def totals():
    with engine.connect() as connection:
        return connection.execute("SELECT 1").all()
