from sqlalchemy import text

from app.db import get_engine


class State:
    engine = None


def _set_up():
    State.engine = get_engine()


def totals():
    _set_up()
    with State.engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()
