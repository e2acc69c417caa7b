import os

from mysql.connector import pooling


def names():
    pool = pooling.MySQLConnectionPool(pool_size=5, host=os.environ["DB_HOST"], database="shop")
    with pool.get_connection() as connection:
        return connection.cmd_query("SELECT name FROM users")


def emails():
    pool = pooling.MySQLConnectionPool(pool_size=5, host=os.environ["DB_HOST"], database="shop")
    with pool.get_connection() as connection:
        return connection.cmd_query("SELECT email FROM users")
