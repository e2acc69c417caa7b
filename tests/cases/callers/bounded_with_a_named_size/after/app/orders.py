import threading

from sqlalchemy import create_engine, text

from app.config import DATABASE_URL

SIZE = 7


_engines = {}
_engines_lock = threading.Lock()


def _shared_engine(url):
    """Return this process's engine for a URL; another one would be another pool."""
    if url not in _engines:
        with _engines_lock:
            if url not in _engines:
                _engines[url] = create_engine(url, pool_size=SIZE)
    return _engines[url]


def _engine():
    return _shared_engine(DATABASE_URL)


def orders():
    with _engine().connect() as connection:
        return connection.execute(text("select 1")).all()


def totals():
    with _shared_engine(DATABASE_URL).connect() as connection:
        return connection.execute(text("select 2")).all()
