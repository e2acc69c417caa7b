import os


from app.db_pool import shared_engine

engine = shared_engine(os.getenv("DATABASE_URL", "postgresql://localhost/two"))
