from psycopg2.pool import ThreadedConnectionPool

from app.config import DATABASE_URL


def names():
    pool = ThreadedConnectionPool(1, 10, DATABASE_URL)
    connection = pool.getconn()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM users")
        return cursor.fetchall()


def emails():
    pool = ThreadedConnectionPool(1, 10, dsn=DATABASE_URL)
    connection = pool.getconn()
    with connection.cursor() as cursor:
        cursor.execute("SELECT email FROM users")
        return cursor.fetchall()
