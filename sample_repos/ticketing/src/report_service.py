"""Daily reports for the organisers."""

from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

from src.config import get_settings
from src.sql import fetch_dicts

DAILY = """
SELECT e.name, COUNT(t.id) AS tickets, COALESCE(SUM(t.price), 0) AS revenue
FROM tickets t JOIN events e ON e.id = t.event_id
WHERE t.refunded = :refunded
GROUP BY e.name ORDER BY e.name
"""


def _pg_engine() -> Engine:
    """Engine of the reports."""
    settings = get_settings()
    return create_engine(settings.DATABASE_URL, pool_pre_ping=True)


def daily_report() -> dict:
    engine = _pg_engine()
    with engine.connect() as connection:
        rows = fetch_dicts(connection, DAILY, refunded=False)
    return {
        "currency": get_settings().REPORT_CURRENCY,
        "events": rows,
        "total": float(sum(row["revenue"] for row in rows)),
    }
