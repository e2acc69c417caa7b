"""Who has to be told that a ticket is free."""

from sqlalchemy import text

from src.sql import fetch_dicts


def pending() -> list[dict]:
    from src.analytics.models import get_engine

    with get_engine().connect() as connection:
        return fetch_dicts(
            connection, "SELECT id, email FROM waitlist WHERE notified = :notified ORDER BY id", notified=False
        )


def mark_notified(entry_id: int) -> None:
    from src.analytics.models import get_engine

    with get_engine().begin() as connection:
        connection.execute(
            text("UPDATE waitlist SET notified = :notified WHERE id = :id"), {"notified": True, "id": entry_id}
        )
