import sqlalchemy as sa

from app.config import DATABASE_URL


def totals():
    engine = sa.create_engine(DATABASE_URL)
    with engine.connect() as connection:
        return connection.execute(sa.text("SELECT 1")).all()
