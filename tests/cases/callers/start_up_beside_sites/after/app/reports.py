from sqlalchemy import text

from app.database import engine


def totals():
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()
