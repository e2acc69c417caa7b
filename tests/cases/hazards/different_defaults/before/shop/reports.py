import os

from sqlalchemy import create_engine, text

from shop.db import engine as main

engine = create_engine(os.getenv("DATABASE_URL", "postgresql://localhost/shop_dev"), pool_size=5)


def compare():
    with engine.connect() as one:
        ours = one.execute(text("select 1")).scalar()
    with main.connect() as other:
        return ours == other.execute(text("select 1")).scalar()
