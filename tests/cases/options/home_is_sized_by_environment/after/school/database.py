import os

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

engine = create_engine(
    os.environ["DATABASE_URL"],
    pool_size=int(os.environ.get("POOL_SIZE", "20")),  # as many as the office has seats
    echo=False,
    max_overflow=int(os.environ.get("POOL_MAX_OVERFLOW", "10")),
    pool_timeout=int(os.environ.get("POOL_TIMEOUT", "30")),
    pool_recycle=int(os.environ.get("POOL_RECYCLE", "1800")),
    pool_pre_ping=True,
)
SessionLocal = sessionmaker(bind=engine)
