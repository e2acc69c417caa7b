from psycopg_pool import ConnectionPool

from app.config import DATABASE_URL


def names():
    with ConnectionPool(DATABASE_URL) as pool, pool.connection() as conn:
        conn.execute("SET search_path TO archive")
        return conn.execute("SELECT name FROM users").fetchall()


def emails():
    with ConnectionPool(DATABASE_URL) as pool, pool.connection() as conn:
        return conn.execute("SELECT email FROM users").fetchall()
