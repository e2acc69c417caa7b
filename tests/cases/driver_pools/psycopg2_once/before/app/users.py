import psycopg2.pool

from app.config import DATABASE_URL

pool = psycopg2.pool.SimpleConnectionPool(1, 10, DATABASE_URL)


def names():
    connection = pool.getconn()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM users")
            return cursor.fetchall()
    finally:
        pool.putconn(connection)


def emails():
    return []
