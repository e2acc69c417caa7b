"""Orders."""

import os

# Third party
from sqlalchemy import create_engine
from fastapi import Request

# Our own
from app.config import DATABASE_URL


def load(request: Request):
    engine = create_engine(DATABASE_URL)
    with engine.connect() as connection:
        return connection.info, os.name
