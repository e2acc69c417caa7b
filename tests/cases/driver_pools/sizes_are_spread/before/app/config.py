import os

DATABASE_URL = os.environ["DATABASE_URL"]
OPTIONS = {"max_size": 5}
