from flask import Flask
from psycopg_pool import ConnectionPool

from app.config import DATABASE_URL

app = Flask(__name__)
POOL = ConnectionPool(DATABASE_URL, max_size=4)


@app.get("/users")
def users():
    with POOL.connection() as conn:
        return conn.execute("SELECT name FROM users").fetchall()
