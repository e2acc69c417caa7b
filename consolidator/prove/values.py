"""What is asked of a proof and what it measured; all of it frozen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from consolidator.frozen import dataclass, field

Interface = Literal["auto", "asgi", "wsgi"]

_UNUSED = "the load never used the database, so it proves nothing; name requests that do with --request"
_UNUSED_AFTER = "the load used the database before the change, and no longer does"


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; `path` starts with a slash and may have a query. Its text shows no header and no body."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class Load:
    """`total` requests in each of `rounds`, `concurrency` at a time, each given `timeout` seconds."""

    requests: tuple[Request, ...] = ()
    """In turn; empty: those that the caller found and that answer."""
    concurrency: int = 50
    total: int = 500
    rounds: int = 3
    timeout: float = 30.0


@dataclass(frozen=True, slots=True)
class Service:
    """How the target's app is started.

    `app` is `module:attribute`, `python` the interpreter that has its dependencies, `folder` where in the repository
    it is started. `variables` are environment variables whose values may name `{url}`, `{host}`, `{port}`,
    `{user}`, `{password}` and `{database}`, or `{url_2}` to `{url_9}` for further databases; `scheme` is that of the
    URLs, empty for the one that the commit's own files write.
    """

    app: str
    python: str
    interface: Interface = "auto"
    workers: int = 1
    threads: int = 8
    """Of each WSGI worker; an ASGI server has its own."""
    preload: bool = False
    setup: str | None = None
    """A shell command that runs once before the first start, such as `alembic upgrade head`."""
    folder: str = "."
    variables: tuple[tuple[str, str], ...] = (("DATABASE_URL", "{url}"),)
    scheme: str = ""
    start_timeout: float = 60.0


@dataclass(frozen=True, slots=True)
class LoadResult:
    """The answers to one load. `latencies_ms` are those of requests that succeeded.

    A request fails when the transport does or the status is 500 or more; other statuses are answers.
    """

    requests: int
    latencies_ms: tuple[float, ...]
    errors_by_kind: Mapping[str, int]
    seconds: float

    @property
    def errors(self) -> int:
        """Requests that failed, of any kind."""
        return sum(self.errors_by_kind.values())


@dataclass(frozen=True, slots=True)
class Observed:
    """What the server saw of one load. `timeline` is (seconds since its start, connections); the rest are counts.

    `rejected` is None where the server's log cannot be read; `opened` where the server does not count. `used` says
    whether any statement was sent, or any connection tried.
    """

    timeline: tuple[tuple[float, int], ...]
    opened: int | None
    rejected: int | None
    left: int
    used: bool = True

    @property
    def peak(self) -> int:
        """Most connections at once."""
        return max((connections for _, connections in self.timeline), default=0)


@dataclass(frozen=True, slots=True)
class Made:
    """A line of the service that created engines, from its start to the end of a load: in all, and in one process."""

    path: str
    line: int
    engines: int
    most: int


@dataclass(frozen=True, slots=True)
class Round:
    """One side under one load, with the engines that it created."""

    load: LoadResult
    observed: Observed
    engines: tuple[Made, ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """One commit under load: medians over the rounds, times in milliseconds, `ranges` the lowest and highest round.

    Percentiles are of the requests that succeeded; None where none did.
    """

    commit: str
    requests: int
    errors: int
    errors_by_kind: Mapping[str, int]
    peak_connections: int
    connections_opened: int | None
    rejected: int | None
    connections_left: int
    p50_ms: float | None
    p95_ms: float | None
    p99_ms: float | None
    timeline: tuple[tuple[float, int], ...]
    latencies_ms: tuple[float, ...]
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    restart_errors: int | None = None
    """Failed requests after the server broke every connection; None where that was not tried."""
    causes: tuple[str, ...] = ()
    """What the app's own log says about its connections."""
    engines: tuple[Made, ...] = ()
    """Of the round that created the most."""
    used: bool = True
    """Whether the load used the database in any round."""

    def worst(self, name: str) -> float:
        """The highest value that any round had; 0 where none was measured."""
        return self.ranges.get(name, (0.0, 0.0))[1]


@dataclass(frozen=True, slots=True)
class Proof:
    """Two commits under the same load.

    `max_connections` is the server's; `bound` is processes x connections of each process after the change,
    None where it is not known.
    """

    before: Side
    after: Side
    bound: int | None
    max_connections: int
    processes: int
    load: Load
    notes: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[str, ...]:
        """Why the proof does not hold, in words; empty when it does."""
        after = self.after
        most = "up to " if self.load.rounds > 1 else ""
        tests = (
            (after.worst("errors"), most, "requests failed after the change"),
            (after.worst("rejected"), most, "connections were rejected after the change"),
            (after.restart_errors or 0, "", "requests failed after the server restarted"),
        )
        found = [f"{prefix}{count:,.0f} {words}" for count, prefix, words in tests if count]
        if not after.used:
            found.append(_UNUSED_AFTER if self.before.used else _UNUSED)
        peak = after.worst("peak_connections")
        if self.bound is not None and peak > self.bound:
            found.append(f"the peak of {peak:,.0f} connections is above the bound of {self.bound:,}")
        return tuple(found)

    @property
    def holds(self) -> bool:
        """No failed request and no rejected connection in any round after the change, and the peak within its bound."""
        return not self.failures
