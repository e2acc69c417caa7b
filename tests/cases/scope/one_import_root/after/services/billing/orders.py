from sqlalchemy import text

from services.billing.db import get_engine


def orders():
    engine = get_engine()
    with engine.connect() as connection:
        return connection.execute(text("select 1")).all()
