import os

from sqlalchemy import text

from app.db import shared_engine


class Pins:
    def __init__(self, config):
        self.url = config["url"]

    def count(self):
        engine = shared_engine(self.url)
        with engine.connect() as connection:
            return connection.execute(text("SELECT count(*) FROM pins")).scalar()


if __name__ == "__main__":
    print(Pins({"url": os.environ["LOCAL_DATABASE_URL"]}).count())
