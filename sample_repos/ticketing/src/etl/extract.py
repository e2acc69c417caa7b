"""Read what was sold."""

from sqlalchemy import text
from sqlalchemy.engine import Connection

SOLD = """
SELECT e.id AS event_id, e.name AS event_name, t.price AS price
FROM events e JOIN tickets t ON t.event_id = e.id
WHERE t.refunded = :refunded ORDER BY e.id
"""


def extract_tickets(connection: Connection) -> list[dict]:
    return [dict(row) for row in connection.execute(text(SOLD), {"refunded": False}).mappings()]
