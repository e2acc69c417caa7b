import asyncpg
from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


async def totals():
    pool = await asyncpg.create_pool(DATABASE_URL)
    rows = await pool.fetch("SELECT total FROM orders")
    await pool.close()
    return rows


def counts():
    engine = create_engine(DATABASE_URL)
    with engine.connect() as conn:
        return conn.execute(text("SELECT count(*) FROM orders")).all()
