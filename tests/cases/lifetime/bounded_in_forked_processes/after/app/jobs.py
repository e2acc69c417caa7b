import multiprocessing
import os

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine


_engines: dict[tuple[int, str], Engine] = {}


def _shared_engine(url: str) -> Engine:
    """Return this process's engine for a URL; another one would be another pool."""
    if url.startswith("sqlite"):  # has no server to spare, and its file may be replaced
        return create_engine(url)
    key = os.getpid(), url  # a forked process leaves its parent the connections
    if key not in _engines:
        _engines.setdefault(key, create_engine(url))
    return _engines[key]


def count_stock() -> int:
    engine = _shared_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        return connection.execute(text("select count(*) from stock")).scalar_one()


def count_in_the_background() -> None:
    multiprocessing.Process(target=count_stock).start()
