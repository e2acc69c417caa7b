import os
import threading

from celery import Task
from sqlalchemy import create_engine

from app.config import DATABASE_URL


_engines = {}
_engines_lock = threading.Lock()
_inherited_engines = []


def _shared_engine(url):
    """Return this process's engine for a URL; another one would be another pool."""
    if url.startswith("sqlite"):  # has no server to spare, and its file may be replaced
        return create_engine(url)
    if url not in _engines:
        with _engines_lock:
            if url not in _engines:
                _engines[url] = create_engine(url)
    return _engines[url]


def _after_fork_shared_engine():
    """Leave the parent its connections: sharing a socket mixes up its data."""
    global _engines, _engines_lock
    _inherited_engines.append(_engines)  # collecting would close them
    _engines, _engines_lock = {}, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_shared_engine)


class DatabaseTask(Task):
    def __init__(self):
        self.engine = _shared_engine(DATABASE_URL)
