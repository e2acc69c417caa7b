"""Opens a connection for each request and keeps it, as an engine for each call does."""

import os

import psycopg

held = []


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    status = 200
    try:
        connection = await psycopg.AsyncConnection.connect(os.environ["DATABASE_URL"], autocommit=True)
        held.append(connection)
        await connection.execute("SELECT pg_sleep(0.01)")
    except psycopg.OperationalError as error:
        print(error, flush=True)
        status = 500
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})
