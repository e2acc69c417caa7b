from app.driver_pool import get_db_pool


def names():
    pool = get_db_pool()
    with pool.connection() as conn:
        return conn.execute("SELECT name FROM users").fetchall()


def emails():
    pool = get_db_pool()
    with pool.connection() as conn:
        return conn.execute("SELECT email FROM users").fetchall()
