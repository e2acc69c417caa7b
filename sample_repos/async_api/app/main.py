"""The API."""

from contextlib import asynccontextmanager

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import create_async_engine

from app.config import async_database_url
from app.models import Base
from app.routers import couriers, parcels, stats, tracking


async def create_tables() -> None:
    engine = create_async_engine(async_database_url())
    async with engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await engine.dispose()


@asynccontextmanager
async def lifespan(app: FastAPI):
    await create_tables()
    yield


app = FastAPI(title="parcels", lifespan=lifespan)
app.include_router(parcels.router)
app.include_router(couriers.router)
app.include_router(stats.router)
app.include_router(tracking.router)


@app.get("/ping")
async def ping() -> dict:
    return {"status": "ok"}
