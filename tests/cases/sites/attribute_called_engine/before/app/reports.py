from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


class Car:
    engine = "diesel"


def totals(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()


def all_totals():
    engine = create_engine(DATABASE_URL)

    def inner():
        return totals(engine), Car.engine

    return inner()
