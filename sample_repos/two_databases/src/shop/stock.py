"""Stock: main database, asynchronous."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from shop.settings import get_settings
from shop.tables import products
from shop.timing import DELAY, is_slow


def async_url() -> str:
    """The main database through its asynchronous driver."""
    url = get_settings().database_url
    return url.replace("postgresql+psycopg://", "postgresql+asyncpg://").replace("sqlite://", "sqlite+aiosqlite://")


def session_factory() -> async_sessionmaker:
    return async_sessionmaker(create_async_engine(async_url()), expire_on_commit=False)


async def stock() -> dict[str, int]:
    async with session_factory()() as session:
        if is_slow(session.get_bind().dialect):
            await session.execute(DELAY)
        rows = await session.execute(select(products.c.name, products.c.stock).order_by(products.c.name))
        return {name: count for name, count in rows}


async def sold_out() -> list[str]:
    engine = create_async_engine(async_url())
    async with engine.connect() as connection:
        if is_slow(engine.dialect):
            await connection.execute(DELAY)
        names = list(await connection.scalars(select(products.c.name).where(products.c.stock == 0)))
    await engine.dispose()
    return names
