import threading
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import (
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

from app.config import DATABASE_URL


_async_engines = {}
_async_engines_lock = threading.Lock()


def _shared_async_engine(url):
    """Return this process's engine for a URL; another one would be another pool."""
    if url.startswith("sqlite"):  # has no server to spare, and its file may be replaced
        return create_async_engine(url)
    if url not in _async_engines:
        with _async_engines_lock:
            if url not in _async_engines:
                _async_engines[url] = create_async_engine(url)
    return _async_engines[url]


@asynccontextmanager
async def session():
    engine = _shared_async_engine(DATABASE_URL)
    make = async_sessionmaker(engine, class_=AsyncSession)
    async with make() as opened:
        yield opened


async def orders():
    async with session() as opened:
        return (await opened.execute(text("SELECT 1"))).all()
