import os

from sqlalchemy import create_engine, text


def count_stock() -> int:
    size = int(os.getenv("DB_POOL_SIZE", "3"))
    recycle = 600
    engine = create_engine(os.environ["DATABASE_URL"], pool_size=size, pool_recycle=recycle)
    with engine.connect() as connection:
        return connection.execute(text("select count(*) from stock")).scalar_one()
