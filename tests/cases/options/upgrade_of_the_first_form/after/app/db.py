"""The database engine: one for each process, created on first use."""

import os
import threading
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.engine import Engine

_lock = threading.Lock()
_engines: dict[str, Engine] = {}  # by URL
_inherited: list[Any] = []


def get_engine() -> Engine:
    """Return this process's engine for the database."""
    from app.config import DATABASE_URL

    url = DATABASE_URL
    if url not in _engines:
        if url.startswith("sqlite"):  # no server to spare
            return create_engine(url)
        with _lock:
            if url not in _engines:
                _engines[url] = create_engine(
                    url,
                    pool_size=_variable("POOL_SIZE", 5, 1),
                    max_overflow=_variable("POOL_MAX_OVERFLOW", 10, 0),
                    pool_timeout=_variable("POOL_TIMEOUT", 30, 0),
                    pool_recycle=_variable("POOL_RECYCLE", 1800, -1),
                    pool_pre_ping=True,
                )
    return _engines[url]


def close_db() -> None:
    """Close the idle connections; an engine in use opens new ones."""
    for engine in list(_engines.values()):
        engine.dispose()


def _variable(name: str, default: int, least: int) -> int:
    """Return a variable as a whole number; unset or empty is the default."""
    value = os.environ.get(name) or str(default)
    if not value.lstrip("-").isdigit() or int(value) < least:
        wanted = f"{name} must be a whole number >= {least}, not {value!r}"
        raise ValueError(wanted)
    return int(value)


def _after_fork_in_child() -> None:
    """Leave the parent its connections: sharing a socket mixes up its data."""
    global _lock
    _lock = threading.Lock()
    for engine in _engines.values():
        _inherited.append(engine.pool)  # collecting would close them
        engine.dispose(close=False)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
