from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


def totals():
    engine = create_engine(DATABASE_URL)
    with engine.connect() as connection:
        return connection.execute(text("select 2")).all()
