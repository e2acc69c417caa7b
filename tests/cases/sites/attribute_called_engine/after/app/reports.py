from sqlalchemy import text

from app.db import get_engine


class Car:
    engine = "diesel"


def totals(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()


def all_totals():
    engine = get_engine()

    def inner():
        return totals(engine), Car.engine

    return inner()
