import multiprocessing
import os

from sqlalchemy import create_engine, text


def count_stock() -> int:
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        return connection.execute(text("select count(*) from stock")).scalar_one()


def count_in_the_background() -> None:
    multiprocessing.Process(target=count_stock).start()
