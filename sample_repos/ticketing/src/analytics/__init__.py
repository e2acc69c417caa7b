"""Figures about sales and attendance."""

from src.analytics.models import Base, Event, Ticket, get_session, init_db

__all__ = ["Base", "Event", "Ticket", "get_session", "init_db"]
