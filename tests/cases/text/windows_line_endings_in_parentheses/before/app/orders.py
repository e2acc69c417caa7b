from sqlalchemy import (
    create_engine,
    text,  # the SQL of this module
)

from app.config import DATABASE_URL


def orders():
    with create_engine(DATABASE_URL).connect() as connection:
        return connection.execute(text("SELECT 1")).all()
