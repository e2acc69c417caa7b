import os
import threading

from sqlalchemy import create_engine
from sqlalchemy.engine import Engine


_engines: dict[str, Engine] = {}
_engines_lock = threading.Lock()


def _shared_engine(url: str) -> Engine:
    """Return this process's engine for a URL; another one would be another pool."""
    if url.startswith("sqlite"):  # has no server to spare, and its file may be replaced
        return create_engine(url, connect_args={"connect_timeout": 5})
    if url not in _engines:
        with _engines_lock:
            if url not in _engines:
                _engines[url] = create_engine(url, connect_args={"connect_timeout": 5})
    return _engines[url]


class Store:
    def __init__(self) -> None:
        self.engine = _shared_engine(os.environ["DATABASE_URL"])
