from sqlalchemy import create_engine

from app.config import DATABASE_URL


def test_a():
    assert create_engine(DATABASE_URL).connect()
