import os

from sqlalchemy import create_engine


def one():
    engine = create_engine(os.getenv("DATABASE_URL", "postgresql://localhost/one"))
    return engine.name
