from sqlalchemy import text

from shop.audit import record
from shop.db import get_engine


def place(item):
    engine = get_engine()
    with engine.begin() as connection:
        connection.execute(text("insert into orders values (:item)"), {"item": item})
        record("order")


def cancel(order):
    engine = get_engine()
    with engine.begin() as connection:
        connection.execute(text("delete from orders where id = :id"), {"id": order})
    record("cancellation")
