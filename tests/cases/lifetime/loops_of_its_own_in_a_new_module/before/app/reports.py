import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app.config import DATABASE_URL


async def _read():
    async with create_async_engine(DATABASE_URL).connect() as connection:
        return (await connection.execute(text("SELECT 2"))).all()


def all_reports():
    return asyncio.run(_read())
