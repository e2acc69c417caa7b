from sqlalchemy import create_engine, text

from billing.config import DATABASE_URL


def orders():
    engine = create_engine(DATABASE_URL)
    with engine.connect() as connection:
        return connection.execute(text("select 1")).all()
