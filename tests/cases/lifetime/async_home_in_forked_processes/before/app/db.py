import os

from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


def _url() -> str:
    return os.environ["DATABASE_URL"]


engine: AsyncEngine = create_async_engine(_url())
