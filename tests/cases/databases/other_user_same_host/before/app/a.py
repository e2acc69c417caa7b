from sqlalchemy import create_engine

from app.config import PASSWORD

engine = create_engine(f"postgresql://reader:{PASSWORD}@db/app")
