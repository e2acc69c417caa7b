from sqlalchemy import create_engine

from app.config import DATABASE_URL


def make(**options):
    return create_engine(DATABASE_URL, **options)
