import threading

from sqlalchemy import (
    Engine,
    create_engine,
    text,  # the SQL of this module
)

from app.config import DATABASE_URL


_engines: dict[str, Engine] = {}
_engines_lock = threading.Lock()


def _shared_engine(url: str) -> Engine:
    """Return this process's engine for a URL; another one would be another pool."""
    if url.startswith("sqlite"):  # has no server to spare, and its file may be replaced
        return create_engine(url)
    if url not in _engines:
        with _engines_lock:
            if url not in _engines:
                _engines[url] = create_engine(url)
    return _engines[url]


def _engine() -> Engine:
    return _shared_engine(DATABASE_URL)


def orders():
    with _engine().connect() as connection:
        return connection.execute(text("SELECT 1")).all()
