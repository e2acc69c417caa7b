from sqlalchemy import create_engine, text

from shop.config import DATABASE_URL


def ping():
    engine = create_engine(DATABASE_URL)
    with engine.connect() as connection:
        return connection.execute(text("select 1")).scalar()
