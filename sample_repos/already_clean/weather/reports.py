"""Averages, straight from the engine."""

from sqlalchemy import func, select, text

from weather.db import get_engine
from weather.models import Measurement


def averages() -> dict[str, float]:
    with get_engine().connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_sleep(0.02)"))
        rows = connection.execute(
            select(Measurement.station, func.avg(Measurement.celsius))
            .group_by(Measurement.station)
            .order_by(Measurement.station)
        )
        return {station: round(average, 1) for station, average in rows}
