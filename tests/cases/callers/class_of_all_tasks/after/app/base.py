import os

from celery import Task
from sqlalchemy import create_engine

from app.config import DATABASE_URL


_engines = {}


def _shared_engine(url):
    """Return this process's engine for a URL; another one would be another pool."""
    if url.startswith("sqlite"):  # has no server to spare, and its file may be replaced
        return create_engine(url)
    key = os.getpid(), url  # a forked process leaves its parent the connections
    if key not in _engines:
        _engines.setdefault(key, create_engine(url))
    return _engines[key]


class DatabaseTask(Task):
    def __init__(self):
        self.engine = _shared_engine(DATABASE_URL)
