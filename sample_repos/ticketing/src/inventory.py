"""Seats that are left."""

from sqlalchemy import create_engine

from src.config import get_settings
from src.sql import fetch_dicts

SEATS_LEFT = """
SELECT e.id, e.name, e.seats - COUNT(t.id) AS seats_left
FROM events e LEFT JOIN tickets t ON t.event_id = e.id AND t.refunded = :refunded
GROUP BY e.id, e.name, e.seats ORDER BY e.id
"""


def seats_left() -> list[dict]:
    with create_engine(get_settings().DATABASE_URL).connect() as connection:
        return fetch_dicts(connection, SEATS_LEFT, refunded=False)
