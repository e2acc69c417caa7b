"""Find tickets that were scanned too often."""

from sqlalchemy import create_engine

from src.config import get_settings
from src.fraud.rules import is_suspicious
from src.sql import fetch_dicts

SCANS = """
SELECT ticket_id, COUNT(*) AS scans, COUNT(DISTINCT gate) AS gates
FROM ticket_scans GROUP BY ticket_id ORDER BY ticket_id
"""


def _pg_engine():
    return create_engine(get_settings().DATABASE_URL, pool_size=2)


def suspicious_tickets() -> list[int]:
    limit = get_settings().FRAUD_SCAN_LIMIT
    with _pg_engine().connect() as connection:
        rows = fetch_dicts(connection, SCANS)
    return [row["ticket_id"] for row in rows if is_suspicious(row["scans"], row["gates"], limit)]
