import os

from sqlalchemy import create_engine

engine = create_engine(os.environ["DATABASE_URL"])
os.register_at_fork(after_in_child=lambda: engine.dispose(close=False))
