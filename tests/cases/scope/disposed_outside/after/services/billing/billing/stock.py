from sqlalchemy import text

from billing.config import DATABASE_URL
from billing.db import shared_engine


def stock():
    engine = shared_engine(DATABASE_URL)
    with engine.connect() as connection:
        return connection.execute(text("select 1")).all()
