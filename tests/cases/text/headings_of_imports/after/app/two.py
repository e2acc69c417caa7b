"""Users."""

import os

# Our own
from app.db import get_engine


def load():
    engine = get_engine()
    with engine.connect() as connection:
        return connection.info, os.name
