from sqlalchemy import text

from app.db import get_engine


class Store:
    def __init__(self):
        self.engine = get_engine()

    def totals(self):
        with self.engine.connect() as connection:
            return connection.execute(text("SELECT 1")).all()

    def close(self):
        pass
