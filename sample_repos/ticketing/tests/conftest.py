"""A database with two events, on a SQLite file unless DATABASE_URL names another."""

import os
import tempfile

os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp(prefix='ticketing-')}/test.db")

import pytest
from fastapi.testclient import TestClient

from src.analytics.models import Base, Event, Ticket, TicketScan, WaitlistEntry, get_engine, get_session
from src.config import get_settings
from src.main import app


@pytest.fixture(autouse=True)
def database():
    engine = get_engine()
    Base.metadata.drop_all(engine)
    Base.metadata.create_all(engine)
    engine.dispose()
    with get_session() as session:
        session.add_all([Event(name="Opera Night", seats=100), Event(name="Jazz Brunch", seats=20)])
        session.flush()
        session.add_all(
            [
                Ticket(event_id=1, holder="Ada", price=40),
                Ticket(event_id=1, holder="Grace", price=60),
                Ticket(event_id=2, holder="Edsger", price=25),
                Ticket(event_id=2, holder="Barbara", price=25, refunded=True),
            ]
        )
        session.flush()
        session.add_all(
            [
                TicketScan(ticket_id=1, gate="north"),
                TicketScan(ticket_id=3, gate="north"),
                TicketScan(ticket_id=3, gate="south"),
                WaitlistEntry(event_id=2, email="alan@example.org"),
            ]
        )
        session.commit()
    yield


@pytest.fixture
def client():
    with TestClient(app) as test_client:
        yield test_client


@pytest.fixture
def settings_from(monkeypatch):
    """Set environment variables and read the settings anew, then go back."""

    def apply(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        get_settings.cache_clear()
        return get_settings()

    yield apply
    monkeypatch.undo()
    get_settings.cache_clear()
