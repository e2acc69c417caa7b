from sqlalchemy import text

from app.database import engine


def orders():
    with engine.connect() as connection:
        return connection.execute(text("select 1")).all()
