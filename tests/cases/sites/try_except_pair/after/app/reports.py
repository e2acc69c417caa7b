from sqlalchemy import create_engine

from app.db import get_engine

try:
    engine = get_engine()
except Exception:
    engine = create_engine("sqlite:///fallback.db")
