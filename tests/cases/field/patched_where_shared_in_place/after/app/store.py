from sqlalchemy import text

from app.db import shared_engine


class Store:
    def __init__(self, host, name):
        self.url = f"postgresql://store@{host}/{name}"

    def count(self):
        engine = shared_engine(self.url)
        with engine.connect() as connection:
            return connection.execute(text("SELECT count(*) FROM items")).scalar()
