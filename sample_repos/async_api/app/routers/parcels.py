"""Parcels: list, announce, read."""

from collections.abc import AsyncIterator

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.config import settings
from app.models import Parcel
from app.timing import production_delay

router = APIRouter(prefix="/parcels", tags=["parcels"])

engine = create_async_engine(settings.database_url.replace("postgresql://", "postgresql+asyncpg://"))
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)


class ParcelIn(BaseModel):
    code: str


async def get_db() -> AsyncIterator[AsyncSession]:
    async with SessionLocal() as session:
        yield session


def as_dict(parcel: Parcel) -> dict:
    return {"id": parcel.id, "code": parcel.code, "status": parcel.status}


@router.get("")
async def list_parcels(db: AsyncSession = Depends(get_db)) -> list[dict]:
    await production_delay(db, db.get_bind().dialect.name)
    return [as_dict(parcel) for parcel in await db.scalars(select(Parcel).order_by(Parcel.id))]


@router.post("", status_code=201)
async def announce(body: ParcelIn, db: AsyncSession = Depends(get_db)) -> dict:
    parcel = Parcel(code=body.code)
    db.add(parcel)
    await db.commit()
    return as_dict(parcel)


@router.get("/{code}")
async def read_parcel(code: str, db: AsyncSession = Depends(get_db)) -> dict:
    parcel = await db.scalar(select(Parcel).where(Parcel.code == code))
    if parcel is None:
        raise HTTPException(status_code=404, detail="no such parcel")
    return as_dict(parcel)
