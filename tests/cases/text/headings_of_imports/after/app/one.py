"""Orders."""

import os

# Third party
from fastapi import Request

# Our own
from app.db import get_engine


def load(request: Request):
    engine = get_engine()
    with engine.connect() as connection:
        return connection.info, os.name
