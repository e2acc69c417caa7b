"""The questions that the dashboard asks."""

from src.analytics.models import get_engine
from src.sql import fetch_dicts

SALES = """
SELECT e.id, e.name, COUNT(t.id) AS tickets, COALESCE(SUM(t.price), 0) AS revenue
FROM events e LEFT JOIN tickets t ON t.event_id = e.id AND t.refunded = :refunded
GROUP BY e.id, e.name ORDER BY e.id
"""

ATTENDANCE = """
SELECT t.event_id, COUNT(DISTINCT s.ticket_id) AS present
FROM ticket_scans s JOIN tickets t ON t.id = s.ticket_id
GROUP BY t.event_id ORDER BY t.event_id
"""


def sales_by_event() -> list[dict]:
    engine = get_engine()
    with engine.connect() as connection:
        return fetch_dicts(connection, SALES, refunded=False)


def attendance_by_event() -> list[dict]:
    with get_engine().connect() as connection:
        return fetch_dicts(connection, ATTENDANCE)
