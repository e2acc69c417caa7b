import threading

from sqlalchemy import create_engine, text

from app.config import DATABASE_URL

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


fresh = lambda: _shared_engine(DATABASE_URL)  # noqa: E731


def orders():
    with fresh().connect() as connection:
        return connection.execute(text("select 1")).all()


def totals():
    with _shared_engine(DATABASE_URL).connect() as connection:
        return connection.execute(text("select 2")).all()
