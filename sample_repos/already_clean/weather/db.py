"""The one engine of the process, made when it is first needed."""

import os
import threading
from collections.abc import Iterator

from sqlalchemy import create_engine
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import Pool

from weather.config import get_settings

_lock = threading.Lock()
_engine: Engine | None = None
_left_to_the_parent: list[Pool] = []


def get_engine() -> Engine:
    global _engine
    if _engine is None:
        with _lock:
            if _engine is None:
                settings = get_settings()
                _engine = create_engine(
                    settings.DATABASE_URL,
                    pool_size=settings.POOL_SIZE,
                    max_overflow=settings.POOL_MAX_OVERFLOW,
                    pool_timeout=settings.POOL_TIMEOUT,
                    pool_recycle=settings.POOL_RECYCLE,
                    pool_pre_ping=True,
                )
    return _engine


def get_session() -> Iterator[Session]:
    with sessionmaker(get_engine(), expire_on_commit=False)() as session:
        yield session


def close_db() -> None:
    global _engine
    with _lock:
        engine, _engine = _engine, None
    if engine is not None:
        engine.dispose()


def _after_fork_in_child() -> None:
    """Connections of the parent stay the parent's."""
    global _lock
    _lock = threading.Lock()
    if _engine is not None:
        _left_to_the_parent.append(_engine.pool)
        _engine.dispose(close=False)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
