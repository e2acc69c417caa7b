from sqlalchemy import create_engine, text

from shop.audit import record
from shop.config import DATABASE_URL


def place(item):
    engine = create_engine(DATABASE_URL)
    with engine.begin() as connection:
        connection.execute(text("insert into orders values (:item)"), {"item": item})
        record("order")


def cancel(order):
    engine = create_engine(DATABASE_URL)
    with engine.begin() as connection:
        connection.execute(text("delete from orders where id = :id"), {"id": order})
    record("cancellation")
