from sqlalchemy import (  # noqa: F401
    Engine,
    text,  # the SQL of this module
)

from app.db import get_engine


def orders():
    with get_engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
