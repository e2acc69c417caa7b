"""Small helpers for SQL that must run on PostgreSQL and on SQLite."""

from sqlalchemy import text
from sqlalchemy.engine import Connection

REPORTING_DELAY_SECONDS = 0.02


def reporting_delay(connection: Connection) -> None:
    """Hold the connection as long as a report does on the production data."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": REPORTING_DELAY_SECONDS})


def fetch_dicts(connection: Connection, statement: str, **parameters: object) -> list[dict]:
    """Run one reporting query and return its rows as dictionaries."""
    reporting_delay(connection)
    return [dict(row) for row in connection.execute(text(statement), parameters).mappings()]
