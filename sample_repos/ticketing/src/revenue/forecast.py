"""What the seats that are left could still earn."""

from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

from src.config import get_settings
from src.sql import fetch_dicts

OPEN_SEATS = """
SELECT e.id, e.name, e.seats, COUNT(t.id) AS sold, COALESCE(AVG(t.price), 0) AS price
FROM events e LEFT JOIN tickets t ON t.event_id = e.id AND t.refunded = :refunded
GROUP BY e.id, e.name, e.seats ORDER BY e.id
"""


def _pg_engine() -> Engine:
    return create_engine(get_settings().DATABASE_URL, pool_recycle=1800)


def forecast() -> list[dict]:
    engine = _pg_engine()
    try:
        with engine.connect() as connection:
            rows = fetch_dicts(connection, OPEN_SEATS, refunded=False)
    finally:
        engine.dispose()
    return [
        {"event": row["name"], "expected": round(float(row["price"]) * (row["seats"] - row["sold"]), 2)}
        for row in rows
    ]
