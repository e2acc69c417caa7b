import os

from sqlalchemy import create_engine, text

TABLE = "stock"  # consolidate: ignore -- moved long ago


def count():
    engine = create_engine(os.environ["DATABASE_URL"])  # consolidate: ignore -- a probe
    with engine.connect() as connection:
        return connection.execute(text(f"select count(*) from {TABLE}")).scalar()
