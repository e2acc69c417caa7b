import asyncpg
from sqlalchemy import create_engine, text

from app.config import DATABASE_URL


async def names():
    pool = await asyncpg.create_pool(DATABASE_URL)
    rows = await pool.fetch("SELECT name FROM users")
    await pool.close()
    return rows


def emails():
    engine = create_engine(DATABASE_URL)
    with engine.connect() as conn:
        return conn.execute(text("SELECT email FROM users")).all()
