"""People who wait for a ticket."""

from src.etl import _pg_engine as etl_engine
from src.sql import fetch_dicts


def waiting() -> list[dict]:
    with etl_engine().connect() as connection:
        return fetch_dicts(connection, "SELECT event_id, COUNT(*) AS people FROM waitlist GROUP BY event_id ORDER BY 1")
