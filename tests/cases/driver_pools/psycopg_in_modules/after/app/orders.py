from app.driver_pool import get_db_pool

POOL = get_db_pool()


def totals():
    with POOL.connection() as conn:
        return conn.execute("SELECT total FROM orders").fetchall()
