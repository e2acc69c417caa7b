from sqlalchemy import text

from app.db import get_engine
from app.db_client import get_db_client  # noqa: F401


class DatabaseClient:
    """Reads and writes orders."""

    def __init__(self):
        self.engine = get_engine()

    def orders(self):
        with self.engine.connect() as connection:
            return connection.execute(text("select 1")).all()

    def close(self):
        pass
