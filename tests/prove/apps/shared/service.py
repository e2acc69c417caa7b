"""Shares at most three connections among all requests and replaces those that broke."""

import asyncio
import os

import psycopg

SIZE = 3
free = asyncio.LifoQueue()
for _ in range(SIZE):
    free.put_nowait(None)


async def query(connection):
    await connection.execute("SELECT pg_sleep(0.005)")
    return connection


async def connect():
    return await psycopg.AsyncConnection.connect(os.environ["DATABASE_URL"], autocommit=True)


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    connection = await free.get()
    try:
        try:
            connection = await query(connection or await connect())
        except psycopg.OperationalError:
            connection = await query(await connect())
    finally:
        free.put_nowait(connection)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})
