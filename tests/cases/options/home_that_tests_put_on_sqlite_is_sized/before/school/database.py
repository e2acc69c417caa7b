import os

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

engine = create_engine(os.getenv("DATABASE_URL", "postgresql://localhost/school"))
SessionLocal = sessionmaker(bind=engine)
