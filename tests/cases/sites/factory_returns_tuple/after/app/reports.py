from sqlalchemy.orm import sessionmaker

from app.db import get_engine


def connect():
    engine = get_engine()
    return engine, sessionmaker(engine)
