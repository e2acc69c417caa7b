"""Write the summary."""

from sqlalchemy import delete, insert
from sqlalchemy.engine import Connection

from src.analytics.models import EventSalesSummary


def write_summary(connection: Connection, summary: list[dict], batch_size: int) -> None:
    connection.execute(delete(EventSalesSummary))
    for start in range(0, len(summary), batch_size):
        connection.execute(insert(EventSalesSummary), summary[start : start + batch_size])
