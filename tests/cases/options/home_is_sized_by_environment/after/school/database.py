import os

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

database_url = os.environ["DATABASE_URL"]
pool_options = {
    "max_overflow": int(os.environ.get("POOL_MAX_OVERFLOW", "10")),
    "pool_timeout": int(os.environ.get("POOL_TIMEOUT", "30")),
    "pool_recycle": int(os.environ.get("POOL_RECYCLE", "1800")),
    "pool_pre_ping": True,
}
if database_url.startswith("sqlite"):
    pool_options.clear()  # SQLite has a pool of its own
engine = create_engine(
    database_url,
    pool_size=int(os.environ.get("POOL_SIZE", "20")),  # as many as the office has seats
    echo=False,
    **pool_options,
)
SessionLocal = sessionmaker(bind=engine)
