"""Queries that take as long as on the production data."""

from sqlalchemy import text

SLEEP = {"postgresql": "SELECT pg_sleep(0.02)", "mysql": "SELECT SLEEP(0.02)"}


def production_delay(connection):
    """Hold the connection for 20 ms where the database is a server."""
    statement = SLEEP.get(connection.dialect.name)
    if statement:
        connection.execute(text(statement))
