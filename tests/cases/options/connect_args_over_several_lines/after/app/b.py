from app.db import get_engine

engine = get_engine()
