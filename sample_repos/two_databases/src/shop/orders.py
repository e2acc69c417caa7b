"""Orders: main database, synchronous."""

from sqlalchemy import Engine, create_engine, func, insert, select, update

from shop.settings import get_settings
from shop.tables import orders, products
from shop.timing import DELAY, is_slow


def get_engine() -> Engine:
    return create_engine(get_settings().database_url)


def count_orders() -> int:
    with get_engine().connect() as connection:
        if is_slow(connection.dialect):
            connection.execute(DELAY)
        return connection.scalar(select(func.count()).select_from(orders)) or 0


def place_order(product_id: int, quantity: int) -> int | None:
    """The order's number, or None when there is not enough in stock."""
    engine = get_engine()
    with engine.begin() as connection:
        taken = connection.execute(
            update(products)
            .where(products.c.id == product_id, products.c.stock >= quantity)
            .values(stock=products.c.stock - quantity)
        )
        if not taken.rowcount:
            return None
        return connection.execute(
            insert(orders).values(product_id=product_id, quantity=quantity)
        ).inserted_primary_key[0]
