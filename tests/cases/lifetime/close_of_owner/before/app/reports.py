from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


class Store:
    def __init__(self):
        self.engine = create_engine(DATABASE_URL)

    def totals(self):
        with self.engine.connect() as connection:
            return connection.execute(text("SELECT 1")).all()

    def close(self):
        self.engine.dispose()
