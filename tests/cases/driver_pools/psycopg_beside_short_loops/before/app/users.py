from psycopg_pool import ConnectionPool

from app.config import DATABASE_URL


def names():
    pool = ConnectionPool(DATABASE_URL, max_size=4)
    with pool.connection() as conn:
        return conn.execute("SELECT name FROM users").fetchall()


def emails():
    pool = ConnectionPool(DATABASE_URL, max_size=4)
    with pool.connection() as conn:
        return conn.execute("SELECT email FROM users").fetchall()
