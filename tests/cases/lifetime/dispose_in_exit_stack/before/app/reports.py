from contextlib import ExitStack

from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


def totals():
    with ExitStack() as stack:
        engine = create_engine(DATABASE_URL)
        stack.callback(engine.dispose)
        with engine.connect() as connection:
            return connection.execute(text("SELECT 1")).all()
