from sqlalchemy import text

from app.db import shared_engine


def details():
    with shared_engine("postgresql://app:hunter2@db.example.net/shop").connect() as connection:
        return connection.execute(text("SELECT 1")).all()
