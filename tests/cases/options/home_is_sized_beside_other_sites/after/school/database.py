from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from school.settings import settings

engine = create_engine(
    settings.DATABASE_URL,
    pool_size=settings.POOL_SIZE,
    max_overflow=settings.POOL_MAX_OVERFLOW,
    pool_timeout=settings.POOL_TIMEOUT,
    pool_recycle=settings.POOL_RECYCLE,
    pool_pre_ping=True,
)
SessionLocal = sessionmaker(bind=engine)
