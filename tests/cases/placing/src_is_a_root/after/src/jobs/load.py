from config import DATABASE_URL

from jobs.db_pool import shared_engine

engine = shared_engine(DATABASE_URL)
