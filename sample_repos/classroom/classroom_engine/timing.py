"""Queries take as long on an empty database as on a full one."""

from sqlalchemy import text


def full_database_delay(executor, dialect):
    """Hold the connection for 20 ms on PostgreSQL; `executor` is a connection or a session."""
    if dialect.name == "postgresql":
        executor.execute(text("SELECT pg_sleep(0.02)"))
