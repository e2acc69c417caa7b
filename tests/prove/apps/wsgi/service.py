"""A WSGI application that connects for each request and closes the connection; its URL comes in parts."""

import os

import psycopg


def app(environ, start_response):
    with psycopg.connect(
        host=os.environ["DB_HOST"],
        port=os.environ["DB_PORT"],
        user=os.environ["DB_USER"],
        password=os.environ["DB_PASSWORD"],
        dbname=os.environ["DB_NAME"],
    ) as connection:
        connection.execute("SELECT 1")
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]
