from psycopg_pool import ConnectionPool

from app.config import DATABASE_URL

pool = ConnectionPool(DATABASE_URL, max_size=8, name="users")


def names():
    with pool.connection() as conn:
        return conn.execute("SELECT 1").fetchall()
