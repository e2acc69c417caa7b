from .a import engine as first
from sqlalchemy import create_engine

from .config import DATABASE_URL

engine = create_engine(DATABASE_URL)
other = first
