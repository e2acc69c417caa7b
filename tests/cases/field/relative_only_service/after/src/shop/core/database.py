from sqlalchemy.ext.asyncio import async_sessionmaker

from .config import settings
from .db_pool import shared_async_engine

DATABASE_URL = settings.DATABASE_URL

engine = shared_async_engine(DATABASE_URL)
SessionLocal = async_sessionmaker(engine, expire_on_commit=False)
