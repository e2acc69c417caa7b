"""Search events by name; answers nothing while no database is configured."""

import logging
from typing import Optional

from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

from src.config import get_settings
from src.sql import fetch_dicts

log = logging.getLogger(__name__)


def get_search_engine() -> Optional[Engine]:
    """Engine of the search, or None without a usable database URL."""
    url = get_settings().DATABASE_URL
    if not url:
        return None
    try:
        return create_engine(url)
    except Exception:
        log.exception("the search has no database")
        return None


def search_events(query: str) -> list[dict]:
    engine = get_search_engine()
    if engine is None:
        return []
    with engine.connect() as connection:
        return fetch_dicts(
            connection,
            "SELECT id, name FROM events WHERE LOWER(name) LIKE :pattern ORDER BY name",
            pattern=f"%{query.lower()}%",
        )
