"""Everything that was decided, and what the user is told of databases and processes."""

from __future__ import annotations

from typing import Literal

from consolidator.frozen import dataclass
from consolidator.model.edits import Edit, Replace
from consolidator.model.findings import Action, Finding
from consolidator.model.generated import SharedModule
from consolidator.model.parts import Owned
from consolidator.model.processes import Process

Holder = Literal["engine", "pool"]
"""What holds the connections to a database: SQLAlchemy's engines, or pools of a driver."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file that does not exist yet, rendered from a template."""

    path: str
    template: str
    values: tuple[tuple[str, object], ...]
    executable: bool = False
    reason: str = "new"
    """What the file is for, in a few words."""


@dataclass(frozen=True, slots=True)
class FileEdits:
    """All edits of one existing Python file, located on its original text."""

    path: str
    edits: tuple[Edit, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class TextEdits:
    """Edits of a file that is not Python (`.env.example`, README tables): spans in its decoded text."""

    path: str
    edits: tuple[Replace, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Site:
    """One place where an engine is created, as shown to the user.

    `connections` are the most that one of its engines opens.
    """

    path: str
    line: int
    column: int
    symbol: str
    creator: str
    source: str
    """The database's source in words a person knows, secrets masked: `get_settings().DATABASE_URL`."""
    action: Action
    reason: str
    connections: int = 15


@dataclass(frozen=True, slots=True)
class Database:
    """One database as the service means it, with the engines that reach it. `engines_before` None: unbounded.

    Where `kind` says so, pools of a driver reach it, and are counted as engines are.
    """

    name: str
    url_source: str
    driver: str | None
    is_async: bool
    engines_before: int | None
    engines_after: int | None
    sites: tuple[Site, ...]
    pool_before: int | None = None
    """Most connections of one process before, None where unbounded."""
    pool_after: int | None = None
    environment: str | None = None
    """The environment variable that holds the URL, where there is one."""
    shared_connections: int = 0
    """The most that the shared engine opens, where there is one."""
    kind: Holder = "engine"


@dataclass(frozen=True, slots=True)
class Claim:
    """What one worker of a process makes of one database: engines, and the most connections; None unbounded.

    `server` is the host of the database, "" where only the settings say it, None where it is a file.
    """

    database: str
    server: str | None
    engines_before: int | None
    engines_after: int | None
    connections_before: int | None
    connections_after: int | None
    kind: Holder = "engine"


@dataclass(frozen=True, slots=True)
class Running:
    """A process with what it claims of each database that it reaches."""

    process: Process
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Server:
    """The connections of all processes to one database server; None unbounded. "" is the server that settings name."""

    name: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Budget:
    """Connections to the server that most are claimed of, before and after, with every assumption in words.

    `per_process` are the most of one process after, `processes` all that serve, workers and replicas counted.
    `upper_bound` says that nothing had to be assumed of their numbers.
    """

    before: int | None
    after: int | None
    per_process: int | None
    processes: int
    max_connections: int
    assumptions: tuple[str, ...]
    servers: tuple[Server, ...] = ()
    upper_bound: bool = False
    warning: str = ""
    """What the claims after the change exceed, and what would make them fit; empty where they do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that was decided; carrying it out decides nothing."""

    shared: tuple[SharedModule, ...]
    new_files: tuple[NewFile, ...]
    file_edits: tuple[FileEdits, ...]
    text_edits: tuple[TextEdits, ...]
    findings: tuple[Finding, ...]
    databases: tuple[Database, ...]
    budget: Budget | None = None
    parts: tuple[Owned, ...] = ()
    """Whose change of which file it is, for every file that changes."""
    processes: tuple[Running, ...] = ()
    deployable: str = ""
    """The one that was asked for by its folder, where the repository has several."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to change."""
        return not (self.new_files or self.file_edits or self.text_edits)
