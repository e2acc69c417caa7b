from app.config import PASSWORD
from app.db_pool import shared_engine

engine = shared_engine(f"postgresql://reader:{PASSWORD}@db/app")
