from sqlalchemy import create_engine, text

from app import config
from app.config import DATABASE_URL


def stock(kind):
    with create_engine(DATABASE_URL).connect() as connection:
        return connection.execute(text("SELECT 2"), {"kind": kind}).all()


def told(value):
    match value:
        case {"made by": create_engine()} if value:
            return "a maker"
        case config.DATABASE_URL:
            return "the database"
