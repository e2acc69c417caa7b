import os

DATABASE_URL = os.environ["DATABASE_URL"]
CHUNK = 500
RETRIES = 3


def load():
    return CHUNK * RETRIES
