"""Marks parcels as lost that nobody has seen for long: `python -m app.worker`."""

import asyncio
import logging
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from app.config import settings
from app.models import Parcel, utc_now

log = logging.getLogger(__name__)


async def mark_lost() -> int:
    engine = create_async_engine(settings.database_url.replace("postgresql://", "postgresql+asyncpg://"))
    factory = async_sessionmaker(engine)
    limit = utc_now() - timedelta(days=settings.lost_after_days)
    async with factory() as session:
        result = await session.execute(
            update(Parcel).where(Parcel.status == "moving", Parcel.seen_at < limit).values(status="lost")
        )
        await session.commit()
    await engine.dispose()
    return result.rowcount


def run_once() -> int:
    """One round of the worker, in an event loop of its own."""
    lost = asyncio.run(mark_lost())
    log.info("%d parcels are lost", lost)
    return lost


if __name__ == "__main__":
    logging.basicConfig(level=settings.log_level.upper())
    run_once()
