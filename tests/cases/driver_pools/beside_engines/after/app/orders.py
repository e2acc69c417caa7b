from sqlalchemy import text

from app.db import get_engine
from app.driver_pool import get_db_pool


async def totals():
    pool = await get_db_pool()
    rows = await pool.fetch("SELECT total FROM orders")
    return rows


def counts():
    engine = get_engine()
    with engine.connect() as conn:
        return conn.execute(text("SELECT count(*) FROM orders")).all()
