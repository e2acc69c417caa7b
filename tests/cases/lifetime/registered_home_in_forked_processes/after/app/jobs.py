import multiprocessing

from sqlalchemy import text

from app.db import get_engine


def count_stock() -> int:
    engine = get_engine()
    with engine.connect() as connection:
        return connection.execute(text("select count(*) from stock")).scalar_one()


def count_in_the_background() -> None:
    multiprocessing.Process(target=count_stock).start()
