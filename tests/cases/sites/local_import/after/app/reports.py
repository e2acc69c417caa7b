from app.db import get_engine


def totals():
    from sqlalchemy import text

    engine = get_engine()
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).all()
