from sqlalchemy import create_engine

from app.config import DATABASE_URL

try:
    engine = create_engine(DATABASE_URL)
except Exception:
    engine = create_engine("sqlite:///fallback.db")
