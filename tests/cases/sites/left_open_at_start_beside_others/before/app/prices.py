import os

from sqlalchemy import create_engine, text


def load_prices() -> int:
    engine = create_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        return connection.execute(text("select count(*) from prices")).scalar_one()
