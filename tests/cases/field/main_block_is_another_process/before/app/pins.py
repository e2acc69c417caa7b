import os

from sqlalchemy import create_engine, text


class Pins:
    def __init__(self, config):
        self.url = config["url"]

    def count(self):
        engine = create_engine(self.url)
        with engine.connect() as connection:
            return connection.execute(text("SELECT count(*) FROM pins")).scalar()


if __name__ == "__main__":
    print(Pins({"url": os.environ["LOCAL_DATABASE_URL"]}).count())
