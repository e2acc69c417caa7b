from jobs.db_pool import get_engine
from jobs.load import engine as first

engine = get_engine()
other = first
