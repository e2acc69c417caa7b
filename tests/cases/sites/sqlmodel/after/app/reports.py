from sqlmodel import Session

from app.db import get_engine

engine = get_engine()


def get_session():
    with Session(engine) as session:
        yield session
