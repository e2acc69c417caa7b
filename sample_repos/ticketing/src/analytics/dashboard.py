"""The events that sell best, through the ORM."""

from sqlalchemy import func, select

from src.analytics.models import Event, Ticket, get_session
from src.sql import reporting_delay


def top_events(limit: int = 5) -> list[dict]:
    session = get_session()
    try:
        reporting_delay(session.connection())
        sold = func.count(Ticket.id).label("sold")
        statement = (
            select(Event.name, sold)
            .join(Ticket, Ticket.event_id == Event.id)
            .where(Ticket.refunded.is_(False))
            .group_by(Event.name)
            .order_by(sold.desc(), Event.name)
            .limit(limit)
        )
        return [{"name": name, "sold": count} for name, count in session.execute(statement)]
    finally:
        session.close()
