"""Where parcels were seen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import sessionmaker

from app.config import async_database_url
from app.models import Parcel, Scan, utc_now
from app.timing import production_delay

_engine = create_async_engine(async_database_url(), pool_recycle=900)
_session_factory = sessionmaker(_engine, class_=AsyncSession, expire_on_commit=False)


@asynccontextmanager
async def session_scope() -> AsyncIterator[AsyncSession]:
    async with _session_factory() as session, session.begin():
        yield session


async def record_scan(code: str, place: str) -> bool:
    """Note where a parcel was seen; False when nobody knows the parcel."""
    async with session_scope() as session:
        parcel = await session.scalar(select(Parcel).where(Parcel.code == code))
        if parcel is None:
            return False
        parcel.status = "moving"
        parcel.seen_at = utc_now()
        session.add(Scan(parcel_id=parcel.id, place=place))
    return True


async def latest_scans(limit: int = 20) -> list[dict]:
    async with session_scope() as session:
        await production_delay(session, session.get_bind().dialect.name)
        rows = await session.execute(
            select(Parcel.code, Scan.place).join(Scan, Scan.parcel_id == Parcel.id).order_by(Scan.id.desc()).limit(limit)
        )
        return [{"code": code, "place": place} for code, place in rows]
