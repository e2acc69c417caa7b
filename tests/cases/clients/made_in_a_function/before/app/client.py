from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


def get_db_client():
    class DatabaseClient:
        def __init__(self):
            self.engine = create_engine(DATABASE_URL)

        def orders(self):
            with self.engine.connect() as connection:
                return connection.execute(text("select 1")).all()

    return DatabaseClient()
