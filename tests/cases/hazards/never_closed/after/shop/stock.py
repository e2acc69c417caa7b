import threading

from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from shop.config import DATABASE_URL


def count():
    connection = create_engine(DATABASE_URL).connect()
    return connection.execute(text("select count(*) from stock")).scalar()


_engines = {}
_engines_lock = threading.Lock()


def _shared_engine(url):
    """Return this process's engine for a URL; another one would be another pool."""
    if url.startswith("sqlite"):  # has no server to spare, and its file may be replaced
        return create_engine(url)
    if url not in _engines:
        with _engines_lock:
            if url not in _engines:
                _engines[url] = create_engine(url)
    return _engines[url]


def session():
    opened = Session(_shared_engine(DATABASE_URL))
    yield opened
    opened.close()


def connect():
    return _shared_engine(DATABASE_URL).connect()


def total():
    connection = connect()
    try:
        return connection.execute(text("select sum(amount) from stock")).scalar()
    finally:
        connection.close()
