"""The values that a generated module is written from."""

from __future__ import annotations

from consolidator.frozen import dataclass
from consolidator.model.options import PoolOptions


@dataclass(frozen=True, slots=True)
class Engines:
    """Engines of the shared module that differ in their URL alone: one dictionary, keyed by the URL.

    `variable` is the dictionary's name. `options` are (name, source expression) for the creation call, valid after
    `imports`; they are evaluated when an engine is made, never for each call. `by_url` is the function that takes a
    URL, "" where no site has a URL of its own.
    """

    variable: str = "_engines"
    is_async: bool = False
    options: tuple[tuple[str, str], ...] = ()
    imports: tuple[str, ...] = ()
    by_url: str = ""
    keeps_sqlite: bool = False
    """The service kept each SQLite engine, too; else each call gets a fresh one, as before."""
    is_text: bool = True
    """The URL is provably text, not a URL object."""


@dataclass(frozen=True, slots=True)
class Getter:
    """A function of the shared module that returns the engine of one database, from the dictionary `engines`.

    `url` is a source expression valid after `imports` (lines such as `from src.config import get_settings`,
    written inside the function).
    """

    name: str
    url: str
    imports: tuple[str, ...] = ()
    is_async: bool = False
    optional: bool = False
    """Returns None where the URL is empty."""
    database: str = "the database"
    engines: str = "_engines"
    is_variable: bool = False
    """A home's variable that is the engine, and no function that returns it."""


@dataclass(frozen=True, slots=True)
class SettingsReader:
    """How the shared module reads its pool settings at run time.

    With `accessor` (an expression such as `get_settings()`, valid after `imports`), settings are attributes of it;
    without, the shared module reads the environment variables itself. `names` maps
    size, max_overflow, timeout, recycle, wait_warning (and pre_ping) to attribute or variable names.
    """

    accessor: str | None = None
    imports: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = (
        ("size", "POOL_SIZE"),
        ("max_overflow", "POOL_MAX_OVERFLOW"),
        ("timeout", "POOL_TIMEOUT"),
        ("recycle", "POOL_RECYCLE"),
    )


@dataclass(frozen=True, slots=True)
class SharedModule:
    """The generated module: where it goes, how it is imported, what it offers. It has no part that nobody needs.

    `per_loop`: async engines keep a pool for each event loop. `reads_numbers`: the service reads the pool's numbers
    itself. `sqlalchemy` is the oldest version that it must run on, None where the newest may be assumed.
    """

    path: str
    module: str
    getters: tuple[Getter, ...]
    reader: SettingsReader
    pool: PoolOptions
    engines: tuple[Engines, ...] = (Engines(),)
    per_loop: bool = False
    reads_numbers: bool = False
    python: tuple[int, int] = (3, 9)
    sqlalchemy: tuple[int, ...] | None = None
    quote: str = '"'
    width: int = 88
    """The length of a line of the service's own formatter."""

    @property
    def cannot_leave_open(self) -> bool:
        """Whether `dispose(close=False)` may be missing: https://github.com/sqlalchemy/sqlalchemy/issues/7877 ."""
        return self.sqlalchemy is not None and self.sqlalchemy < (1, 4, 33)

    @property
    def loses_its_lock(self) -> bool:
        """Whether a recreated async pool may block its loop: https://github.com/sqlalchemy/sqlalchemy/issues/10813 ."""
        return self.sqlalchemy is not None and (self.sqlalchemy < (1, 4, 51) or (2,) <= self.sqlalchemy < (2, 0, 25))

    @property
    def has_sync(self) -> bool:
        """Whether there is a sync engine to close."""
        return any(not row.is_async for row in self.engines)

    @property
    def has_async(self) -> bool:
        """Whether there is an async engine to close."""
        return any(row.is_async for row in self.engines)
