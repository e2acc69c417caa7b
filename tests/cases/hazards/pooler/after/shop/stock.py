import os
import threading

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine


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


async def count():
    engine = _shared_async_engine(os.environ["DATABASE_URL"])
    async with engine.connect() as connection:
        return await connection.scalar(text("select count(*) from stock"))
