from sqlalchemy import create_engine

from app.config import DATABASE_URL


def store(rows, engine=None):
    engine = engine or create_engine(DATABASE_URL)
    with engine.begin() as connection:
        connection.execute("INSERT", rows)


def load(engine=None):
    if engine is None:
        engine = create_engine(DATABASE_URL)
    with engine.connect() as connection:
        return connection.execute("SELECT 1").all()
