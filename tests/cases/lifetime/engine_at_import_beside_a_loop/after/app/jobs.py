import asyncio

from sqlalchemy import text

from app.db import get_async_engine

engine = get_async_engine()


async def count():
    async with engine.connect() as connection:
        return await connection.scalar(text("select 1"))


def main():
    print(asyncio.run(count()))
