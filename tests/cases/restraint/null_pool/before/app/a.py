from sqlalchemy import create_engine
from sqlalchemy.pool import NullPool

from app.config import DATABASE_URL

engine = create_engine(DATABASE_URL, poolclass=NullPool)
