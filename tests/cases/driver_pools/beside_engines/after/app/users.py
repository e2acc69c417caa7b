from sqlalchemy import text

from app.db import get_engine
from app.driver_pool import get_db_pool


async def names():
    pool = await get_db_pool()
    rows = await pool.fetch("SELECT name FROM users")
    return rows


def emails():
    engine = get_engine()
    with engine.connect() as conn:
        return conn.execute(text("SELECT email FROM users")).all()
