import os

SETTINGS = {"url": os.environ["DATABASE_URL"]}
