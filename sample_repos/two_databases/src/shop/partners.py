"""Stock of partner shops, each in a database of its own."""

from sqlalchemy import create_engine, func, select
from sqlalchemy.pool import NullPool

from shop.tables import products


def partner_stock(partner_url: str) -> int:
    """Pieces in stock at the partner whose database is at `partner_url`."""
    engine = create_engine(partner_url, poolclass=NullPool)
    with engine.connect() as connection:
        return connection.scalar(select(func.sum(products.c.stock))) or 0


def partner_products(partner_url: str) -> list[str]:
    with create_engine(partner_url).connect() as connection:
        return list(connection.scalars(select(products.c.name).order_by(products.c.name)))
