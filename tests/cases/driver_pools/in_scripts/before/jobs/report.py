from psycopg_pool import ConnectionPool

from app.config import DATABASE_URL


def report():
    pool = ConnectionPool(DATABASE_URL, max_size=1)
    with pool.connection() as conn:
        print(conn.execute("SELECT count(*) FROM users").fetchone())


if __name__ == "__main__":
    report()
