def hello():
    return 1


from sqlalchemy import text

from app.db import get_engine


def job():
    engine = get_engine()
    with engine.connect() as connection:
        return connection.execute(text("SELECT 1")).scalar()
