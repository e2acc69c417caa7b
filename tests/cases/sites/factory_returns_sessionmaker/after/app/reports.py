from sqlalchemy.orm import sessionmaker

from app.db import get_engine


def make_session():
    engine = get_engine()
    return sessionmaker(bind=engine, expire_on_commit=False)()


def add(report):
    with make_session() as session:
        session.add(report)
