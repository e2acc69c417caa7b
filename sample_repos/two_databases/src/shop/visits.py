"""Visits: the analytics database."""

from sqlalchemy import create_engine, func, insert, select

from shop.settings import get_settings
from shop.tables import visits
from shop.timing import DELAY, is_slow


def record_visit(page: str) -> None:
    engine = create_engine(get_settings().analytics_url)
    with engine.begin() as connection:
        connection.execute(insert(visits).values(page=page))


def popular_pages() -> list[dict]:
    engine = create_engine(get_settings().analytics_url, pool_size=3)
    with engine.connect() as connection:
        if is_slow(connection.dialect):
            connection.execute(DELAY)
        rows = connection.execute(
            select(visits.c.page, func.count().label("visits")).group_by(visits.c.page).order_by(visits.c.page)
        )
        return [dict(row) for row in rows.mappings()]
