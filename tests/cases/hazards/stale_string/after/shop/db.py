from sqlalchemy import text

from shop.config import DATABASE_URL
from shop.db_pool import shared_engine


def ping():
    engine = shared_engine(DATABASE_URL)
    with engine.connect() as connection:
        return connection.execute(text("select 1")).scalar()
