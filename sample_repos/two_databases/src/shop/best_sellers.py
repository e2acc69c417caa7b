"""What sells best: main database, synchronous, a copy of its own engine."""

from sqlalchemy import create_engine, func, select

from shop.settings import get_settings
from shop.tables import orders, products
from shop.timing import DELAY, is_slow


def ranking() -> list[dict]:
    settings = get_settings()
    engine = create_engine(settings.database_url, pool_pre_ping=True)
    sold = func.sum(orders.c.quantity).label("sold")
    try:
        with engine.connect() as connection:
            if is_slow(connection.dialect):
                connection.execute(DELAY)
            rows = connection.execute(
                select(products.c.name, sold)
                .join(orders, orders.c.product_id == products.c.id)
                .group_by(products.c.name)
                .order_by(sold.desc(), products.c.name)
            ).all()
    finally:
        engine.dispose()
    return [{"name": name, "sold": int(count)} for name, count in rows]
