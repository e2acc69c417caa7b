from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine

from .config import settings

DATABASE_URL = settings.DATABASE_URL

engine = create_async_engine(DATABASE_URL)
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)
