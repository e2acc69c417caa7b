"""Database engines: one for each database and process, created on first use.

Pool sizes count connections, times are seconds.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from typing import Any, Optional, Union

from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.engine.url import URL, make_url
from sqlalchemy.pool import Pool, QueuePool, SingletonThreadPool, StaticPool

logger = logging.getLogger(__name__)

_lock = threading.Lock()
_engines: list[tuple[Any, Engine]] = []
_abandoned: list[Any] = []

# Options that need no engine of their own; the first call for an engine decides them.
_COSMETIC = {
    "echo",
    "echo_pool",
    "hide_parameters",
    "logging_name",
    "max_overflow",
    "pool_logging_name",
    "pool_pre_ping",
    "pool_recycle",
    "pool_size",
    "pool_timeout",
    "pool_use_lifo",
    "query_cache_size",
}


def shared_engine(url: Union[str, URL], **options: Any) -> Engine:
    """Return this process's engine for a URL and the options of `create_engine`.

    Equal URLs share one engine, unless their options tell them apart; pool settings and
    logging options do not. An in-memory SQLite database lives in its connection, so
    each call gets an engine of its own.
    """
    parsed = make_url(url)
    key = (parsed, _identity(options))
    engine: Optional[Engine] = _known(_engines, key)
    if engine is not None:
        return engine
    # Before the lock: reading the settings may import modules that ask for an engine.
    arguments = _engine_arguments(parsed, options)
    if _lives_in_its_connection(parsed):
        return create_engine(parsed, **arguments)
    with _lock:
        engine = _known(_engines, key)
        if engine is None:
            engine = create_engine(parsed, **arguments)
            _engines.append((key, engine))
    return engine


def get_engine() -> Engine:
    """Return the engine of the database."""
    from app.config import DATABASE_URL

    return shared_engine(DATABASE_URL)


def close_db() -> None:
    """Close the pools of all engines; whoever holds one may use it again."""
    with _lock:
        engines = [engine for _, engine in _engines]
    for engine in engines:
        engine.dispose()


def pool_status(engine: Optional[Engine] = None) -> dict[str, Optional[int]]:
    """Return the pool's numbers of connections; None where it has no such number."""
    engine = engine or _main_engine()
    pool = engine.pool if engine else None
    overflow = _number(pool, "overflow")
    return {
        "pool_size": _number(pool, "size"),
        "checked_in": _number(pool, "checkedin"),
        "checked_out": _number(pool, "checkedout"),
        "overflow": None if overflow is None else max(0, overflow),
    }


def ping(engine: Optional[Engine] = None, timeout: float = 5.0) -> bool:
    """Tell whether the database answers within `timeout` seconds.

    A full pool is a no at once: waiting in it would only lengthen the queue.
    """
    checked = engine or _main_engine()
    if checked is None or _is_full(checked):
        return False
    answered = threading.Event()

    def probe() -> None:
        try:
            with checked.connect() as connection:
                connection.execute(text("SELECT 1"))
        except Exception as error:
            _report_failed_probe(error)
        else:
            answered.set()

    thread = threading.Thread(target=probe, name="database-probe", daemon=True)
    thread.start()
    thread.join(timeout)
    return answered.is_set()


class WaitCountingPool(QueuePool):
    """A queue pool that counts its waiting callers, and warns of many once a minute."""

    wait_warning = 10
    _quiet_until = 0.0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = 0
        size, overflow = kwargs.get("pool_size", 5), kwargs.get("max_overflow", 10)
        self._limit = float("inf") if size < 1 or overflow < 0 else size + overflow

    def is_full(self) -> bool:
        """Whether the next caller has to wait."""
        return self.checkedout() >= self._limit

    def connect(self) -> Any:
        """Check out a connection; a caller is counted for as long as it waits."""
        if not self.is_full():
            return super().connect()
        if self._start_waiting():
            logger.warning(
                "wait queue: %d callers waiting for one of %s database connections",
                self.waiting,
                self._limit,
            )
        try:
            return super().connect()
        finally:
            with _lock:
                self.waiting -= 1

    def _start_waiting(self) -> bool:
        """Count one more caller and tell whether it is time for a warning."""
        now = time.monotonic()
        with _lock:
            self.waiting += 1
            due = self.waiting > self.wait_warning and now >= self._quiet_until
            if due:
                WaitCountingPool._quiet_until = now + 60
        return due


def _identity(options: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in options.items() if name not in _COSMETIC}


def _known(engines: list[tuple[Any, Engine]], key: Any) -> Optional[Engine]:
    return next((engine for known, engine in engines if known == key), None)


def _default_pool(url: URL) -> type[Pool]:
    dialect: Any = url.get_dialect()
    pool_class: type[Pool] = dialect.get_pool_class(url)
    return pool_class


def _lives_in_its_connection(url: URL) -> bool:
    return issubclass(_default_pool(url), (SingletonThreadPool, StaticPool))


def _engine_arguments(url: URL, options: dict[str, Any]) -> dict[str, Any]:
    """Return the options with the pool settings that this engine's pool class takes.

    Only queue pools take sizes and a timeout, and a ready-made `pool` takes nothing.
    """
    if "pool" in options:
        return options
    pool_class = options.get("poolclass") or _default_pool(url)
    settings = _pool_settings()
    if not issubclass(pool_class, QueuePool):
        settings = {name: settings[name] for name in ("pool_recycle", "pool_pre_ping")}
    arguments = {**settings, **options}
    if issubclass(WaitCountingPool, pool_class):
        arguments["poolclass"] = WaitCountingPool
    return arguments


def _pool_settings() -> dict[str, Any]:
    """Read the pool settings; raise ValueError naming one that cannot be used."""
    return {
        "pool_size": _variable("POOL_SIZE", 5, 1),
        "max_overflow": _variable("POOL_MAX_OVERFLOW", 10, 0),
        "pool_timeout": _variable("POOL_TIMEOUT", 30, 0),
        "pool_recycle": _variable("POOL_RECYCLE", 1800, -1),
        "pool_pre_ping": True,
    }


def _variable(name: str, default: int, least: int) -> int:
    """Return a variable as a whole number; unset or empty means the default."""
    return _checked(name, os.environ.get(name) or default, least)


def _checked(name: str, value: object, least: int) -> int:
    try:
        number = int(str(value))
    except ValueError:
        number = least - 1
    if number < least:
        wanted = f"a whole number of at least {least}"
        raise ValueError(f"{name} must be {wanted}, not {value!r}")
    return number


def _number(pool: Any, name: str) -> Optional[int]:
    method = getattr(pool, name, None)
    return int(method()) if callable(method) else None


def _main_engine() -> Optional[Engine]:
    """Return the engine to check, or None where there is none; the log says why."""
    try:
        return get_engine()
    except Exception as error:
        _report_failed_probe(error)
        return None


def _is_full(engine: Engine) -> bool:
    return isinstance(engine.pool, WaitCountingPool) and engine.pool.is_full()


def _report_failed_probe(error: Exception) -> None:
    """Log the kind of failure; its text may name host, user and database."""
    logger.warning("database probe failed: %s", type(error).__name__)
    logger.debug("database probe failed", exc_info=error)


def _after_fork_in_child() -> None:
    """Leave the parent its connections: two processes would mix up one socket's data.

    The old pools are kept, because closing or collecting them would cut the parent off.
    https://docs.sqlalchemy.org/en/20/core/pooling.html#using-connection-pools-with-multiprocessing-or-os-fork
    """
    global _lock
    _lock = threading.Lock()
    for _, engine in _engines:
        _abandoned.append(engine.pool)
        engine.dispose(close=False)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork_in_child)
