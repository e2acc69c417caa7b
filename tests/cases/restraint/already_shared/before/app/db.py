from sqlalchemy import create_engine

from app.config import DATABASE_URL, POOL_SIZE

engine = create_engine(DATABASE_URL, pool_size=POOL_SIZE, max_overflow=10, pool_timeout=30, pool_recycle=1800, pool_pre_ping=True)
