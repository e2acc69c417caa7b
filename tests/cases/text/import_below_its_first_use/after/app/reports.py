"""Reports."""

import os
import threading

from sqlalchemy import create_engine, text


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


def rows():
    with _shared_engine(os.environ["DATABASE_URL"]).connect() as connection:
        return connection.execute(text("SELECT 1")).all()


import threading

busy = threading.Event()
