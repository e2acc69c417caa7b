import os


from app.db_pool import shared_engine

engine = shared_engine(os.environ["DATABASE_URL"])
