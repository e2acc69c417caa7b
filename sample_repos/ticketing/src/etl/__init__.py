"""Rebuild the sales summary from the tickets."""

import logging

from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

from src.config import get_settings
from src.etl.extract import extract_tickets
from src.etl.load import write_summary
from src.etl.transform import summarise

log = logging.getLogger(__name__)


def _pg_engine() -> Engine:
    """Engine of the summary job."""
    return create_engine(get_settings().DATABASE_URL)


def run_etl_once() -> int:
    """Rebuild the summary table; returns the number of events written."""
    engine = _pg_engine()
    with engine.connect() as connection:
        rows = extract_tickets(connection)
    summary = summarise(rows)
    with engine.begin() as connection:
        write_summary(connection, summary, get_settings().ETL_BATCH_SIZE)
    log.info("summary rebuilt for %d events", len(summary))
    return len(summary)


def last_summary() -> list[dict]:
    """The summary as the last run left it."""
    from src.sql import fetch_dicts

    with _pg_engine().connect() as connection:
        return fetch_dicts(connection, "SELECT * FROM event_sales_summary ORDER BY event_id")
