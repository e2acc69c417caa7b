"""Users."""

import os

# For the engine below
from sqlalchemy import create_engine

# Our own
from app.config import DATABASE_URL


def load():
    engine = create_engine(DATABASE_URL)
    with engine.connect() as connection:
        return connection.info, os.name
