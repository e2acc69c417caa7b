from sqlalchemy import create_engine, text

from app.config import FOLDER


def details():
    with create_engine(f"sqlite:///{FOLDER}/cache.db").connect() as connection:
        return connection.execute(text("SELECT 1")).all()
