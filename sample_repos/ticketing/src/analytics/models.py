"""Tables of the service and the way to its database."""

import logging
from datetime import datetime, timezone

from sqlalchemy import Boolean, DateTime, ForeignKey, Integer, Numeric, String, create_engine
from sqlalchemy.engine import Engine
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker

from src.config import get_settings

log = logging.getLogger(__name__)


def _now() -> datetime:
    return datetime.now(timezone.utc)


class Base(DeclarativeBase):
    pass


class Event(Base):
    __tablename__ = "events"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    seats: Mapped[int] = mapped_column(Integer, default=0)
    starts_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)


class Ticket(Base):
    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    holder: Mapped[str] = mapped_column(String(200))
    price: Mapped[float] = mapped_column(Numeric(10, 2), default=0)
    refunded: Mapped[bool] = mapped_column(Boolean, default=False)
    sold_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)


class TicketScan(Base):
    __tablename__ = "ticket_scans"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    gate: Mapped[str] = mapped_column(String(40))
    scanned_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=_now)


class WaitlistEntry(Base):
    __tablename__ = "waitlist"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    email: Mapped[str] = mapped_column(String(200))
    notified: Mapped[bool] = mapped_column(Boolean, default=False)


class EventSalesSummary(Base):
    __tablename__ = "event_sales_summary"

    event_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    event_name: Mapped[str] = mapped_column(String(200))
    tickets_sold: Mapped[int] = mapped_column(Integer, default=0)
    revenue: Mapped[float] = mapped_column(Numeric(12, 2), default=0)


def get_database_url() -> str:
    return get_settings().DATABASE_URL


def get_engine() -> Engine:
    """Create an engine for the configured database."""
    return create_engine(get_database_url())


def get_session() -> Session:
    engine = get_engine()
    factory = sessionmaker(bind=engine, expire_on_commit=False)
    return factory()


def init_db() -> None:
    """Create the tables that do not exist yet; several workers may start at once."""
    engine = get_engine()
    try:
        Base.metadata.create_all(engine)
    except (IntegrityError, OperationalError, ProgrammingError):
        log.info("another worker creates the tables")
        Base.metadata.create_all(engine)
