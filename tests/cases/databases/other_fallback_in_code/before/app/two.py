import os

from sqlalchemy import create_engine


def two():
    engine = create_engine(os.getenv("DATABASE_URL", "postgresql://localhost/two"))
    return engine.name
