from psycopg_pool import ConnectionPool

from app.config import DATABASE_URL

pool = ConnectionPool(DATABASE_URL, max_size=4)


def names():
    with pool.connection() as conn:
        return conn.execute("SELECT name FROM users").fetchall()
