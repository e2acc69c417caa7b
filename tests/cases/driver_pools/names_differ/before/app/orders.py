from psycopg_pool import ConnectionPool

from app.config import DATABASE_URL

pool = ConnectionPool(DATABASE_URL, min_size=6, name="orders")


def totals():
    with pool.connection() as conn:
        return conn.execute("SELECT 1").fetchall()
