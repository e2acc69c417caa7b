import os

DATABASE_URL = os.environ["APP_DATABASE_URL"]
PORT = int(os.environ.get("APP_PORT", "80"))
