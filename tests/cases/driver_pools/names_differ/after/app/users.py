from app.driver_pool import get_db_pool

pool = get_db_pool()


def names():
    with pool.connection() as conn:
        return conn.execute("SELECT 1").fetchall()
