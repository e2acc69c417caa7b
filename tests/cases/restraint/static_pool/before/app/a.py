from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from app.config import DATABASE_URL

engine = create_engine(DATABASE_URL, poolclass=StaticPool)
