from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from app.config import DATABASE_URL


def make_session():
    engine = create_engine(DATABASE_URL)
    return sessionmaker(bind=engine, expire_on_commit=False)()


def add(report):
    with make_session() as session:
        session.add(report)
