"""Figures for the operations desk."""

from fastapi import APIRouter
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from app.config import async_database_url
from app.models import Parcel
from app.timing import production_delay

router = APIRouter(prefix="/stats", tags=["stats"])


async def make_engine() -> AsyncEngine:
    return create_async_engine(async_database_url(), pool_pre_ping=True)


async def count_by_status() -> dict[str, int]:
    engine = await make_engine()
    try:
        async with engine.connect() as connection:
            await production_delay(connection, engine.dialect.name)
            rows = await connection.execute(select(Parcel.status, func.count()).group_by(Parcel.status))
            return {status: count for status, count in rows}
    finally:
        await engine.dispose()


@router.get("")
async def stats() -> dict[str, int]:
    return await count_by_status()
