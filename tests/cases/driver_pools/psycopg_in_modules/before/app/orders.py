import psycopg_pool

from app.config import DATABASE_URL

POOL = psycopg_pool.ConnectionPool(DATABASE_URL, max_size=4)


def totals():
    with POOL.connection() as conn:
        return conn.execute("SELECT total FROM orders").fetchall()
