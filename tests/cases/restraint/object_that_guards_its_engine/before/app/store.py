from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


class Store:
    def __init__(self):
        self._engine = None

    def engine(self):
        if self._engine is None:
            self._engine = create_engine(DATABASE_URL)
        return self._engine

    def orders(self):
        with self.engine().connect() as connection:
            return connection.execute(text("select 1")).all()


store = Store()
