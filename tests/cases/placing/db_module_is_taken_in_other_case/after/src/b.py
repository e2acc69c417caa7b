from src.db_pool import get_engine

engine = get_engine()
