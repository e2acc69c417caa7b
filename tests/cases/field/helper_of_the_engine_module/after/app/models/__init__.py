import os

from sqlalchemy.ext.asyncio import async_sessionmaker

from app.db import shared_async_engine

engine = None
session_maker = None


def database_url():
    if os.getenv("APP_ENV") == "production":
        return os.environ["DATABASE_URL"]
    return "postgresql+asyncpg://shop@db/shop"


def init_database():
    global engine, session_maker
    url = database_url()
    engine = shared_async_engine(url)
    session_maker = async_sessionmaker(engine, expire_on_commit=False)


async def get_session():
    async with session_maker() as session:
        yield session
