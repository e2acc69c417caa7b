from app.config import DATABASE_URL
from app.db_pool import shared_engine

engine = shared_engine(DATABASE_URL)
