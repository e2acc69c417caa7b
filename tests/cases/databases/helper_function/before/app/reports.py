from sqlalchemy import create_engine

from app.urls import get_database_url


def totals():
    engine = create_engine(get_database_url())
    with engine.connect() as connection:
        return connection.execute("SELECT 1").all()
