import threading

from sqlalchemy import create_engine, text


_engines = {}
_engines_lock = threading.Lock()


def _shared_engine(url):
    """Return this process's engine for a URL; another one would be another pool."""
    if url not in _engines:
        with _engines_lock:
            if url not in _engines:
                _engines[url] = create_engine(url)
    return _engines[url]


class Store:
    def __init__(self, host, name):
        self.url = f"postgresql://store@{host}/{name}"

    def count(self):
        engine = _shared_engine(self.url)
        with engine.connect() as connection:
            return connection.execute(text("SELECT count(*) FROM items")).scalar()
