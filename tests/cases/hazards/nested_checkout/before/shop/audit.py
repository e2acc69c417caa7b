from sqlalchemy import create_engine, text

from shop.config import DATABASE_URL


def record(event):
    engine = create_engine(DATABASE_URL)
    with engine.begin() as connection:
        connection.execute(text("insert into audit values (:event)"), {"event": event})
