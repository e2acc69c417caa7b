"""Money that went back."""

import src.report_service as rs
from src.sql import fetch_dicts


def refund_report() -> list[dict]:
    with rs._pg_engine().connect() as connection:
        return fetch_dicts(
            connection,
            "SELECT event_id, COUNT(*) AS refunds FROM tickets WHERE refunded = :refunded GROUP BY event_id ORDER BY 1",
            refunded=True,
        )
