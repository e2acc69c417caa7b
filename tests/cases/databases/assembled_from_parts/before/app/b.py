from sqlalchemy import create_engine

from app.config import HOST, PASSWORD, USER


def load():
    engine = create_engine(f"postgresql://{USER}:{PASSWORD}@{HOST}/app")
    with engine.begin() as connection:
        connection.execute("SELECT 1")
