"""The document that `prove -f json` prints, as types; its schema is made from them."""

from __future__ import annotations

from typing import Annotated, TypedDict

_Milliseconds = Annotated[float | None, "milliseconds of the requests that succeeded, null where none did"]


class Made(TypedDict):
    """A line of the service that created engines."""

    path: str
    line: int
    engines: int
    most: Annotated[int, "in one process"]


class Side(TypedDict):
    """One commit under load."""

    commit: str
    requests: int
    errors: int
    errors_by_kind: dict[str, int]
    peak_connections: int
    connections_opened: Annotated[int | None, "null where the server does not count"]
    rejected: Annotated[int | None, "null where the server's log cannot be read"]
    connections_left: int
    p50_ms: _Milliseconds
    p95_ms: _Milliseconds
    p99_ms: _Milliseconds
    restart_errors: Annotated[int | None, "null where the database was not restarted"]
    ranges: Annotated[dict[str, list[float]], "the lowest and the highest round"]
    causes: list[str]
    engines: list[Made]
    timeline: Annotated[list[list[float]], "seconds, connections"]


class Load(TypedDict):
    """What was sent."""

    requests: list[str]
    total: int
    concurrency: int
    rounds: int


class Figures(TypedDict, total=False):
    """What a load measured; missing where nothing was put under load."""

    before: Side
    after: Side
    bound: Annotated[int | None, "processes times connections of each after the change, null where unknown"]
    failures: Annotated[list[str], "why the proof does not hold"]
    max_connections: int
    processes: int
    load: Load
    notes: list[str]


class Imports(TypedDict):
    """Every changed module, imported."""

    holds: bool
    changed: list[str]
    new_failures: Annotated[dict[str, str], "reason by path"]
    old_failures: Annotated[dict[str, str], "reason by path"]


class TestRun(TypedDict):
    """One run of the service's own tests."""

    status: Annotated[int | None, "exit status, null where it ran out of time"]
    passed: Annotated[int | None, "null where the command does not say"]
    failed: int


class Tests(TypedDict):
    """The service's own tests, before and after."""

    holds: bool
    command: str
    before: TestRun
    after: TestRun
    new_failures: list[str]
    old_failures: list[str]
    fixed: list[str]


class _Beside(TypedDict, total=False):
    imports: Imports
    tests: Tests


class _Verdict(TypedDict):
    holds: bool


class Document(Figures, _Beside, _Verdict):
    """The figures at the top level, imports and tests beside them where they were asked for."""
