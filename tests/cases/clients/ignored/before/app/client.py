from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


class DatabaseClient:
    """Reads and writes orders."""

    def __init__(self):
        self.engine = create_engine(DATABASE_URL)

    def orders(self):
        with self.engine.connect() as connection:
            return connection.execute(text("select 1")).all()

    def close(self):
        self.engine.dispose()


def get_db_client():
    client = DatabaseClient()
    return client
