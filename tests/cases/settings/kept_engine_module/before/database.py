import os

from sqlalchemy import create_engine

DATABASE_URL = os.environ["DATABASE_URL"]
ECHO = os.environ.get("ECHO") == "1"
engine = create_engine(DATABASE_URL, echo=ECHO)
