import multiprocessing
import os
import threading

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine


_engines: dict[str, Engine] = {}
_engines_lock = threading.Lock()
_inherited_engines: list[dict[str, Engine]] = []


def _shared_engine(url: str) -> Engine:
    """Return this process's engine for a URL; another one would be another pool."""
    if url.startswith("sqlite"):  # has no server to spare, and its file may be replaced
        return create_engine(url)
    if url not in _engines:
        with _engines_lock:
            if url not in _engines:
                _engines[url] = create_engine(url)
    return _engines[url]


def _after_fork_shared_engine() -> None:
    """Leave the parent its connections: sharing a socket mixes up its data."""
    global _engines, _engines_lock
    _inherited_engines.append(_engines)  # collecting would close them
    _engines, _engines_lock = {}, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_shared_engine)


def count_stock() -> int:
    engine = _shared_engine(os.environ["DATABASE_URL"])
    with engine.connect() as connection:
        return connection.execute(text("select count(*) from stock")).scalar_one()


def count_in_the_background() -> None:
    multiprocessing.Process(target=count_stock).start()
