from sqlalchemy import text

from app.db import get_engine


class Stock:
    def __init__(self):
        self.engine = get_engine()

    def all(self):
        with self.engine.connect() as connection:
            return connection.execute(text("SELECT 1")).scalar()

    def close(self):
        pass
