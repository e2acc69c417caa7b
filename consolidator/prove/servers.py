"""The database servers a load can run against, and what they tell about their connections."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from consolidator.errors import EnvironmentFailed
from consolidator.frozen import dataclass
from consolidator.masking import mask, printable
from consolidator.prove.postgres import ROLE, Postgres

if TYPE_CHECKING:
    import psycopg

OBSERVER = "consolidate prove"
"""The application name of connections that are not the app's."""

_BREAK = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user
"""
_REFUSED_AT_LOGIN = ("too many clients already", "too many connections for")
_REFUSED_AFTER_LOGIN = "remaining connection slots are reserved"


@dataclass(frozen=True, slots=True)
class Counts:
    """Connections opened and rejected since the server started; None where it does not tell."""

    opened: int | None = None
    rejected: int | None = None

    def since(self, earlier: Counts) -> Counts:
        """What came after `earlier`."""
        return Counts(_difference(self.opened, earlier.opened), _difference(self.rejected, earlier.rejected))


class Server(Protocol):
    """A database server under observation."""

    @property
    def databases(self) -> tuple[str, ...]:
        """The names of the app's databases."""

    def urls(self, scheme: str) -> tuple[str, ...]:
        """The URL of each database, as the app gets it."""

    def admin_dsn(self) -> str:
        """The URL that observers use."""

    def counts(self) -> Counts:
        """Connections so far."""

    def break_connections(self) -> None:
        """End every connection of the app from the server's side."""


@dataclass(frozen=True, slots=True)
class OwnServer:
    """A disposable server with `count` databases: its log tells what was opened and what was rejected."""

    server: Postgres
    count: int = 1

    @property
    def databases(self) -> tuple[str, ...]:
        """The server's own and numbered ones."""
        return (ROLE, *(f"{ROLE}_{number}" for number in range(2, self.count + 1)))

    def urls(self, scheme: str) -> tuple[str, ...]:
        """URLs of a role without privileges."""
        base = self.server.dsn(scheme).removesuffix(ROLE)
        return tuple(base + name for name in self.databases)

    def create_databases(self) -> None:
        """Create those that the server does not come with."""
        with connect(self) as connection:
            for name in self.databases[1:]:
                connection.execute(f"CREATE DATABASE {name} OWNER {ROLE}".encode())

    def admin_dsn(self) -> str:
        """The URL of the superuser, who gets a connection when nobody else does."""
        return self.server.admin_dsn()

    def counts(self) -> Counts:
        """Counted in the log."""
        return read_log(self.server.log)

    def break_connections(self) -> None:
        """Restart the server."""
        self.server.restart()


@dataclass(frozen=True, slots=True)
class GivenServer:
    """A server that the user named by URL; its log cannot be read, and others may use it too."""

    url: str
    count: int = 1

    @property
    def databases(self) -> tuple[str, ...]:
        """The one that the URL names."""
        return (unquote(urlsplit(self.url).path.lstrip("/")),)

    def urls(self, scheme: str) -> tuple[str, ...]:
        """The URL as given: its scheme is the user's choice."""
        return (self.url,) * self.count

    def admin_dsn(self) -> str:
        """The URL for libpq, which knows no driver in the scheme."""
        return "postgresql://" + self.url.partition("://")[2]

    def counts(self) -> Counts:
        """Unknown."""
        return Counts()

    def break_connections(self) -> None:
        """Terminate the role's own backends in this database, which needs no privilege."""
        with connect(self) as connection:
            connection.execute(_BREAK)


def read_log(log: Path) -> Counts:
    """The app's connections that a server log tells of.

    A connection that finds only reserved slots is logged as authorized before it is refused: it counts as rejected.
    """
    opened = rejected = 0
    with log.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            late = _REFUSED_AFTER_LOGIN in line
            opened += (f"connection authorized: user={ROLE} " in line) - late
            rejected += late or any(words in line for words in _REFUSED_AT_LOGIN)
    return Counts(opened, rejected)


@contextmanager
def connect(server: Server) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """An observer's connection; raises EnvironmentFailed where there is no driver or no answer."""
    try:
        import psycopg
    except ImportError:
        cure = "install the extra `prove` of consolidate: pip install '.[prove]' in its checkout"
        raise EnvironmentFailed("psycopg is not installed", cure) from None
    try:
        connection = psycopg.connect(server.admin_dsn(), autocommit=True, application_name=OBSERVER, connect_timeout=10)
    except psycopg.Error as error:
        reason = printable(mask(str(error).strip()))
        raise EnvironmentFailed(
            f"the database server does not answer: {reason}", "check the URL and the server"
        ) from None
    with connection:
        yield connection


def max_connections(server: Server) -> int:
    """The server's limit, the reserved connections included."""
    with connect(server) as connection:
        row = connection.execute("SHOW max_connections").fetchone()
    return int(str(row[0])) if row else 0


def _difference(late: int | None, early: int | None) -> int | None:
    return None if late is None or early is None else late - early
