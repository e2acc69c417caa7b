import asyncio

from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from app.config import DATABASE_URL

engine = create_async_engine(DATABASE_URL)


async def count():
    async with engine.connect() as connection:
        return await connection.scalar(text("select 1"))


def main():
    print(asyncio.run(count()))
