from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


def totals(log):
    engine = create_engine(DATABASE_URL)
    try:
        with engine.connect() as connection:
            return connection.execute(text("SELECT 1")).all()
    finally:
        engine.dispose()
        log("done")
