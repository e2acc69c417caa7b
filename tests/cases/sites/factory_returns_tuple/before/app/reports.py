from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from app.config import DATABASE_URL


def connect():
    engine = create_engine(DATABASE_URL)
    return engine, sessionmaker(engine)
