import os

from app.store import Store


def total():
    return Store(os.environ["DB_HOST"], os.environ["DB_NAME"]).count()
