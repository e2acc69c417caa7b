from sqlalchemy import text

from shop.db import get_engine


def record(event):
    engine = get_engine()
    with engine.begin() as connection:
        connection.execute(text("insert into audit values (:event)"), {"event": event})
