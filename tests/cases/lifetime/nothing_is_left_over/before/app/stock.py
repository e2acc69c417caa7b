from sqlalchemy import create_engine, text

from app.config import DATABASE_URL, REPLICA


def _sync_url():
    return DATABASE_URL.replace("postgresql://", "postgresql+psycopg2://")


class Stock:
    def __init__(self):
        if REPLICA is None:
            url = _sync_url()
        else:
            url = _sync_url()
        self.engine = create_engine(url)

    def all(self):
        with self.engine.connect() as connection:
            return connection.execute(text("SELECT 1")).scalar()

    def close(self):
        if self.engine is not None:
            self.engine.dispose()
