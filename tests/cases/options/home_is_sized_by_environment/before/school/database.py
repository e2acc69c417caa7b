import os

from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

engine = create_engine(
    os.environ["DATABASE_URL"],
    pool_size=20,  # as many as the office has seats
    echo=False,
)
SessionLocal = sessionmaker(bind=engine)
