"""The catalogue: read replica, never the main database."""

import threading

from sqlalchemy import create_engine, select
from sqlalchemy.engine import Engine

from shop.settings import get_settings
from shop.tables import products
from shop.timing import DELAY, is_slow

_lock = threading.Lock()
_engine: Engine | None = None


def replica_engine() -> Engine:
    """The one engine of the replica."""
    global _engine
    if _engine is None:
        with _lock:
            if _engine is None:
                _engine = create_engine(get_settings().replica_url, pool_size=2, max_overflow=1, pool_pre_ping=True)
    return _engine


def catalogue() -> list[dict]:
    with replica_engine().connect() as connection:
        if is_slow(connection.dialect):
            connection.execute(DELAY)
        rows = connection.execute(select(products.c.id, products.c.name, products.c.price).order_by(products.c.id))
        return [dict(row) for row in rows.mappings()]
