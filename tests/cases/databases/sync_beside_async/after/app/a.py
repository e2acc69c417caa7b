from sqlalchemy.ext.asyncio import async_sessionmaker

from app.db import get_async_engine

engine = get_async_engine()
session = async_sessionmaker(engine, expire_on_commit=False)
