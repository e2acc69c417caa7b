"""Queries that take as long as on the production data."""

from sqlalchemy import text

DELAY = text("SELECT pg_sleep(0.02)")


def is_slow(dialect) -> bool:
    """Whether the database is a server; SQLite has no way to wait."""
    return dialect.name == "postgresql"
