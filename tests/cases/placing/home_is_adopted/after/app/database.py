from sqlalchemy.orm import sessionmaker

from app.config import DATABASE_URL
from app.db_pool import shared_engine

engine = shared_engine(DATABASE_URL)
SessionLocal = sessionmaker(bind=engine)


def get_db():
    session = SessionLocal()
    try:
        yield session
    finally:
        session.close()
