from app.a import engine as first

from app.db_pool import get_engine

engine = get_engine()
other = first
