from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import (
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from app.config import DATABASE_URL


@asynccontextmanager
async def session():
    engine = create_async_engine(DATABASE_URL)
    make = async_sessionmaker(engine, class_=AsyncSession)
    async with make() as opened:
        yield opened
    await engine.dispose()


async def orders():
    async with session() as opened:
        return (await opened.execute(text("SELECT 1"))).all()
