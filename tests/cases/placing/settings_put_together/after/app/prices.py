from sqlalchemy import text

from app.db import get_engine


def prices():
    engine = get_engine()
    with engine.connect() as c:
        return c.execute(text("select 2")).scalar()
