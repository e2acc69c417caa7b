"""Couriers; each request is one transaction."""

from fastapi import APIRouter, Depends
from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from app.config import async_database_url
from app.models import Courier
from app.timing import production_delay

router = APIRouter(prefix="/couriers", tags=["couriers"])


class CourierIn(BaseModel):
    name: str


async def get_db():
    engine = create_async_engine(async_database_url())
    factory = async_sessionmaker(bind=engine, autoflush=False, expire_on_commit=False)
    session = factory()
    try:
        yield session
        await session.commit()
    except Exception:
        await session.rollback()
        raise
    finally:
        await session.close()


@router.get("")
async def list_couriers(db: AsyncSession = Depends(get_db)) -> list[dict]:
    await production_delay(db, db.get_bind().dialect.name)
    return [{"id": c.id, "name": c.name} for c in await db.scalars(select(Courier).order_by(Courier.id))]


@router.post("", status_code=201)
async def hire(body: CourierIn, db: AsyncSession = Depends(get_db)) -> dict:
    courier = Courier(name=body.name)
    db.add(courier)
    await db.flush()
    return {"id": courier.id, "name": courier.name}
