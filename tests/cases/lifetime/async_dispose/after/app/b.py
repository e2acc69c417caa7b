from app.db import get_async_engine

engine = get_async_engine()
