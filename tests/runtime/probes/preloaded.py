"""A WSGI application that asks the database while it is imported, before its server forks."""

import json
import os
from urllib.parse import parse_qs

import db
from sqlalchemy import create_engine, text

kept = []


def ask(number):
    """The number, as the database says it, and who answered."""
    with db.get_engine().connect() as connection:
        return [*connection.execute(text(f"SELECT {number}, pg_backend_pid()")).one()]


def ask_alone(number):
    """The same with an engine for each request, as it was before the change."""
    kept.append(create_engine(os.environ["DATABASE_URL"]))
    with kept[-1].connect() as connection:
        return [*connection.execute(text(f"SELECT {number}, pg_backend_pid()")).one()]


ask(0)


def application(environ, start_response):
    """Answer with the number, the backend and the process."""
    number = int(parse_qs(environ["QUERY_STRING"])["n"][0])
    asked = ask_alone if environ["PATH_INFO"] == "/alone" else ask
    body = json.dumps([*asked(number), os.getpid()]).encode()
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]
