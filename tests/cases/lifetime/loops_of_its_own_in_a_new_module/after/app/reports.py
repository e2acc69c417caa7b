import asyncio

from sqlalchemy import text

from app.db import get_async_engine


async def _read():
    async with get_async_engine().connect() as connection:
        return (await connection.execute(text("SELECT 2"))).all()


def all_reports():
    return asyncio.run(_read())
