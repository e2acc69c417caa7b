"""Queries take as long on an empty database as they do in production."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession


async def production_delay(executor: AsyncConnection | AsyncSession, dialect: str) -> None:
    """Hold the connection for 20 ms on PostgreSQL."""
    if dialect == "postgresql":
        await executor.execute(text("SELECT pg_sleep(0.02)"))
