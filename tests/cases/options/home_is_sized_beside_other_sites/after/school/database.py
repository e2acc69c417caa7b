from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from school.settings import settings

pool_options = {
    "pool_size": settings.POOL_SIZE,
    "max_overflow": settings.POOL_MAX_OVERFLOW,
    "pool_timeout": settings.POOL_TIMEOUT,
    "pool_recycle": settings.POOL_RECYCLE,
    "pool_pre_ping": True,
}
if settings.DATABASE_URL.startswith("sqlite"):
    pool_options.clear()  # SQLite has a pool of its own
engine = create_engine(settings.DATABASE_URL, **pool_options)
SessionLocal = sessionmaker(bind=engine)
