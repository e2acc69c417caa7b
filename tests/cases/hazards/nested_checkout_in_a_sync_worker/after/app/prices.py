from sqlalchemy import text

from app.db_pool import get_engine


def price(order: int) -> int:
    engine = get_engine()
    with engine.connect() as connection:
        return connection.execute(text("select 7, pg_sleep(0.05)")).one()[0]
