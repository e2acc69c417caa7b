from .a import engine as first

from .db_pool import get_engine

engine = get_engine()
other = first
