from sqlalchemy import text

from app.db import get_engine


def load_prices() -> int:
    engine = get_engine()
    with engine.connect() as connection:
        return connection.execute(text("select count(*) from prices")).scalar_one()
