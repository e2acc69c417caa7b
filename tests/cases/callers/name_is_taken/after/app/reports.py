from sqlalchemy import text

from app.db import get_engine as get_shared_engine


def get_engine(car):
    return car.engine


def totals():
    engine = get_shared_engine()
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()
