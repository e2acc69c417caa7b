"""The document that `-f json` prints, version 1, as types; its schema is made from them."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypedDict, get_args

from consolidator.model import Action, Holder, ProcessKind
from consolidator.report.outcome import Outcome

_FREE = "null where an engine is created for each call"
_COUNT: dict[str, Any] = {"minimum": 0}
Count = Annotated[int, _COUNT]
MaybeCount = Annotated[int | None, _COUNT]
Unbounded = Annotated[int | None, _COUNT, _FREE]
Kind = Annotated[str, {"enum": list(get_args(Holder))}, "what reaches the database: engines, or pools of a driver"]
Position = Annotated[int, {"minimum": 1}, "counted from 1"]
Path = Annotated[str, "posix, relative to the repository's root"]
OneAction = Annotated[str, {"enum": [each.value for each in Action]}]
OneOutcome = Annotated[str, {"enum": [each.value for each in Outcome]}]


class Tool(TypedDict):
    """What printed the document."""

    name: str
    version: str


class Repository(TypedDict):
    """The commit that was read."""

    head: str
    branch: str | None


class Claim(TypedDict):
    """What one worker of a process makes of a database; pools of a driver are counted as engines."""

    name: str
    kind: Kind
    engines_before: Unbounded
    engines_after: Unbounded
    connections_before: Unbounded
    connections_after: Unbounded


class Process(TypedDict):
    """Something that runs."""

    name: str
    kind: Annotated[str, {"enum": list(get_args(ProcessKind))}]
    command: Annotated[str, "empty where no file says how it starts"]
    source: Annotated[str, "path:line"]
    entries: Annotated[list[Path], "the modules that are loaded first"]
    workers: Count
    replicas: Count
    python: Annotated[str | None, "such as 3.11, null where nothing says it"]
    databases: list[Claim]


class Site(TypedDict):
    """A call that creates an engine, or a driver's pool."""

    path: Path
    line: Position
    column: Position
    symbol: str
    creator: str
    source: str
    action: OneAction
    reason: str


class Database(TypedDict):
    """A database with the sites that connect to it; connections are the most of one process.

    Pools of a driver are counted as engines.
    """

    name: str
    kind: Kind
    url_source: str
    driver: str | None
    is_async: bool
    engines_before: Unbounded
    engines_after: Unbounded
    connections_before: Unbounded
    connections_after: Unbounded
    environment: Annotated[str | None, "the variable that holds the URL"]
    sites: list[Site]


class Finding(TypedDict):
    """One thing that is told of a place."""

    code: Annotated[str, {"pattern": "^CE[1-4][0-9]{2}$"}]
    level: Literal["note", "warning", "error"]
    path: Path
    line: Count
    column: Count
    symbol: str
    message: str
    action: OneAction
    reason: str
    cure: str
    database: str | None
    fingerprint: Annotated[str, "stable when lines move"]


class File(TypedDict):
    """A file that changes, or could not be read."""

    path: Path
    action: Literal["create", "modify", "none"]
    reason: str


class Server(TypedDict):
    """The connections of all processes to one database server."""

    name: Annotated[str, "host and port, empty for the server that settings name"]
    before: Unbounded
    after: Unbounded


class Budget(TypedDict):
    """Connections to the server that most are claimed of."""

    before: Unbounded
    after: Unbounded
    per_process: MaybeCount
    processes: Count
    max_connections: Count
    assumptions: list[str]
    servers: list[Server]
    upper_bound: Annotated[bool, "whether nothing had to be assumed of the numbers of processes"]
    warning: Annotated[str, "what the claims exceed and what would make them fit, empty where they do"]


class Tests(TypedDict):
    """One run of the repository's own tests."""

    status: Annotated[int | None, "exit status of the command, null where it ran out of time"]
    passed: Annotated[int | None, _COUNT, "null where the command does not say"]
    failed: Count


class Trial(TypedDict):
    """The repository's own tests before and after."""

    command: str
    before: Tests
    after: Tests


class Remembered(TypedDict):
    """A finding of an earlier time."""

    fingerprint: str
    code: str
    path: str
    symbol: str


class Guard(TypedDict):
    """What `check` makes of its findings, by their fingerprints."""

    baseline: Annotated[str | None, "the file of accepted findings"]
    since: Annotated[str | None, "the commit whose findings do not count"]
    new: Annotated[list[str], "fingerprints of the findings that fail the check"]
    accepted: Annotated[list[str], "fingerprints of those that do not"]
    stale: Annotated[list[Remembered], "accepted findings that are there no more"]


class Decisions(TypedDict):
    """What a person decided, by the fingerprints of the findings before anything was decided."""

    file: Annotated[str | None, "where they are kept"]
    shared: list[str]
    left: list[str]
    undecided: Annotated[list[str], "left as they are, because nobody decided about them"]
    stale: Annotated[list[Remembered], "decisions about sites that are there no more"]


class PullRequest(TypedDict):
    """The text of a pull request."""

    title: str
    body: str


class Error(TypedDict):
    """Why a command ended early."""

    code: str
    message: str
    cure: str


class Document(TypedDict):
    """Everything that one command has to say."""

    schema_version: Literal["1"]
    tool: Tool
    command: str
    repository: Repository | None
    outcome: OneOutcome
    processes: list[Process]
    databases: list[Database]
    findings: list[Finding]
    files: list[File]
    budget: Budget | None
    tests: Annotated[Trial | None, "the repository's own tests, null where nobody asked for them"]
    guard: Annotated[Guard | None, "what check makes of its findings, null for other commands"]
    decisions: Annotated[Decisions | None, "what a person decided, null where nobody was asked"]
    branch: str | None
    commit: str | None
    pull_request: PullRequest | None
    error: Error | None
