from sqlalchemy import (
    Engine,
    create_engine,
    text,  # the SQL of this module
)

from app.config import DATABASE_URL


def _engine() -> Engine:
    return create_engine(DATABASE_URL)


def orders():
    with _engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
