"""Every value that passes between the stages, in order of appearance; all of them frozen.

Facts come by the hundred thousand and are named tuples: they are made three times as fast as frozen dataclasses.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Literal, NamedTuple

from consolidator.frozen import dataclass, field

# --------------------------------------------------------------------------- snapshot


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a commit's tree: `mode` and `oid` as git prints them, `path` posix."""

    path: str
    mode: str
    oid: str
    size: int

    @property
    def is_regular(self) -> bool:
        """Whether this is a plain file, not a symbolic link or a submodule."""
        return self.mode in ("100644", "100755")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The text of one commit.

    `texts` holds the bytes of the regular files that can matter: Python sources and the
    small configuration files of a service. `unreadable` maps a path to the reason why it
    was left out although it might matter, `skipped` a reason that lies in no single file to the
    Python files that were left out for it. `name` is the repository's, as its folder is called.
    """

    commit: str
    branch: str | None
    entries: tuple[Entry, ...]
    texts: Mapping[str, bytes]
    unreadable: Mapping[str, str] = field(default_factory=dict)
    name: str = ""
    skipped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


# --------------------------------------------------------------------------- facts


class Span(NamedTuple):
    """A half-open range of character offsets in a file's decoded text; `line` and `column` count from 1."""

    start: int
    end: int
    line: int = 0
    column: int = 0

    def holds(self, other: Span) -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


class Expr(NamedTuple):
    """An expression, reduced to what planning asks of it.

    kind: const, name, attr, call, fstring, binop, or, ifexp, subscript, dict, list, await, other.
    value: the constant; the name; the attribute's name; the operator of a binop.
    parts: attr -> (base,); call -> (function, *arguments); fstring, binop, or, ifexp,
    subscript, list -> operands in source order; dict -> values; await -> (operand,).
    keywords: of a call, (name or None for `**`, value); of a dict, (key text, value).
    """

    kind: str
    span: Span
    value: object = None
    parts: tuple[Expr, ...] = ()
    keywords: tuple[tuple[str | None, Expr], ...] = ()


class Import(NamedTuple):
    """One imported name. `module` is as written, `level` counts leading dots.

    `name` is None for `import module`, "*" for a star import; `bound` is the local name.
    `span` is the whole statement's.
    """

    module: str
    name: str | None
    bound: str
    level: int
    scope: str
    span: Span
    guarded: bool = False
    """Inside `if TYPE_CHECKING` or a `try`."""


class Param(NamedTuple):
    """A parameter of a function, with its default where it has one."""

    name: str
    default: Expr | None
    annotation: str | None = None
    kind: str = "positional"
    """positional, keyword, *args, **kwargs."""


class Statement(NamedTuple):
    """One statement of a body: kind is the syntax node's class name, lower case (assign, return, if, ...)."""

    kind: str
    span: Span
    value: Expr | None = None
    targets: tuple[str, ...] = ()
    body: tuple[Statement, ...] = ()
    orelse: tuple[Statement, ...] = ()
    handlers: tuple[Statement, ...] = ()
    finalbody: tuple[Statement, ...] = ()
    items: tuple[tuple[Expr, str | None], ...] = ()
    """Of a `with`: (context expression, bound name)."""
    annotation: str | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method. `qualname` joins enclosing names with dots; `scope` is the enclosing one."""

    name: str
    qualname: str
    scope: str
    params: tuple[Param, ...]
    decorators: tuple[Expr, ...]
    is_async: bool
    is_generator: bool
    is_method: bool
    span: Span
    """From the first decorator to the end of the body."""
    body: tuple[Statement, ...]
    docstring: Span | None = None
    returns: str | None = None


@dataclass(frozen=True, slots=True)
class Class:
    """A class with the statements of its body."""

    name: str
    qualname: str
    scope: str
    bases: tuple[Expr, ...]
    decorators: tuple[Expr, ...]
    span: Span
    body: tuple[Statement, ...]
    keywords: tuple[tuple[str | None, Expr], ...] = ()
    """Of the class statement: `class Settings(BaseSettings, env_prefix="APP_")`."""


class Binding(NamedTuple):
    """A name that gets a value: `target` is a name or a dotted `self.engine`; value None where it
    is not one expression.

    kind: assign, annassign, augassign, for, with, walrus, global, del, except, unpack.
    """

    target: str
    scope: str
    value: Expr | None
    kind: str
    span: Span


class Call(NamedTuple):
    """A call with where its result goes.

    role: assigned, returned, attribute (`f().x`), with, argument, expression, default, decorator, awaited, other.
    """

    expr: Expr
    scope: str
    statement: Span
    role: str
    at_import: bool
    """Evaluated while the module is imported (module level, class body, default argument)."""


class Ref(NamedTuple):
    """A use of a name or of a dotted chain of names: the longest chain, as written. ctx: load, store, del."""

    dotted: tuple[str, ...]
    scope: str
    span: Span
    ctx: str


class Text(NamedTuple):
    """A string literal in an expression (docstrings excluded) and the span of its quotes and content."""

    value: str
    span: Span
    scope: str


class Pragma(NamedTuple):
    """A comment that asks for something to be left alone: `# consolidate: ignore[CE101, CE302] -- why`.

    `kind` is "ignore" or "ignore-file", `codes` are the finding codes that it names, None where it is meant for all.
    """

    line: int
    kind: str
    reason: str = ""
    codes: tuple[str, ...] | None = None

    def names(self, code: str) -> bool:
        """Whether it is meant for findings of that code."""
        return self.codes is None or code in self.codes


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What one module says, without any meaning attached; compared by identity, as there is one for each file."""

    path: str
    source: str
    newline: str
    imports: tuple[Import, ...]
    functions: tuple[Function, ...]
    classes: tuple[Class, ...]
    bindings: tuple[Binding, ...]
    calls: tuple[Call, ...]
    refs: tuple[Ref, ...]
    texts: tuple[Text, ...]
    body: tuple[Statement, ...]
    has_main_guard: bool
    dunder_all: tuple[str, ...] | None
    docstring: Span | None
    pragmas: tuple[Pragma, ...] = ()

    def text(self, span: Span) -> str:
        """The source that a span covers."""
        return self.source[span.start : span.end]


# --------------------------------------------------------------------------- edits


@dataclass(frozen=True, slots=True)
class Replace:
    """Put `text` where the span is; an empty span inserts."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class RemoveStatement:
    """Take a whole statement out, with its own comment; a block left empty gets `pass`."""

    span: Span


@dataclass(frozen=True, slots=True)
class RemoveImport:
    """Take one bound name out of an import statement; the last name takes the statement along."""

    span: Span
    bound: str


@dataclass(frozen=True, slots=True)
class AddImport:
    """Import `name` from `module` (or the module itself) once at module level, among its kind."""

    module: str
    name: str | None = None
    bound: str | None = None
    comment: str = ""
    """Trailing comment with its `#`, such as `# noqa: F401`."""
    before: int | None = None
    """Offset of the first statement that needs the name while the module is imported."""
    kin: frozenset[str] = frozenset()
    """Top-level names of the repository's own packages: imports of them are of one group."""
    apart: frozenset[str] | None = None
    """The same for an import of a library, which stands among libraries instead; None where they are not known."""


@dataclass(frozen=True, slots=True)
class RetargetImport:
    """Change where one bound name of a `from` import comes from; it keeps its local name unless given a new one."""

    span: Span
    bound: str
    module: str
    name: str
    new_bound: str | None = None


@dataclass(frozen=True, slots=True)
class UnwrapFinally:
    """Drop a `finally` that has nothing left; a `try` without handlers is unwrapped."""

    span: Span


Edit = Replace | RemoveStatement | RemoveImport | AddImport | RetargetImport | UnwrapFinally


# --------------------------------------------------------------------------- findings


class Action(str, Enum):
    """What became of a site."""

    CONSOLIDATED = "consolidated"
    KEPT = "kept"
    REVIEW = "review"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the user is told: `code` such as CE101 (see `codes.py`), `reason` one sentence, `cure` another.

    `fingerprint` is stable when lines move: code, path, symbol and an ordinal, hashed.
    """

    code: str
    level: Literal["note", "warning", "error"]
    path: str
    line: int
    column: int
    symbol: str
    message: str
    action: Action
    reason: str
    cure: str = ""
    database: str | None = None
    fingerprint: str = ""


class Known(NamedTuple):
    """A finding as it is remembered: what tells it from others once lines have moved."""

    fingerprint: str
    code: str
    path: str
    symbol: str


class Decision(NamedTuple):
    """What a person decided of a site, remembered like a finding."""

    fingerprint: str
    code: str
    path: str
    symbol: str
    share: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """The sites of a plan by what was decided of them, now or in `file`.

    What is `undecided` stays as it is, like what was left. `stale` are decisions of sites that are there no more.
    """

    shared: tuple[Finding, ...] = ()
    left: tuple[Finding, ...] = ()
    undecided: tuple[Finding, ...] = ()
    stale: tuple[Decision, ...] = ()
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """What `check` makes of its findings: those that fail it, those that it was told to accept, and what is left over.

    `stale` are remembered findings that are there no more, `baseline` the file that remembers them, `since` the
    commit whose findings do not count either.
    """

    new: tuple[Finding, ...]
    accepted: tuple[Finding, ...] = ()
    stale: tuple[Known, ...] = ()
    baseline: str | None = None
    since: str | None = None


# --------------------------------------------------------------------------- settings and frameworks


@dataclass(frozen=True, slots=True)
class SettingsHome:
    """A class or module in which a service keeps its settings.

    `owner` is the class's qualified name, "" where the module's constants are the settings.
    `accessor` is the expression that gives an instance once its first name is imported from the module
    (`get_settings()`, `settings.database`, `Settings()`); None where no way is known, and for module constants.
    `prefix` goes before the variables of new settings, None where it is computed; `variables` are (field,
    environment variable) of the settings that are there.
    """

    path: str
    style: str
    owner: str
    names: tuple[str, ...]
    accessor: str | None
    prefix: str | None = ""
    case: Literal["upper", "lower"] = "upper"
    variables: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NewSetting:
    """A setting to add: `key` as in `SettingsReader.names`, `name` in capitals, `description` one sentence."""

    key: str
    name: str
    default: int
    minimum: int
    description: str


@dataclass(frozen=True, slots=True)
class FrameworkUse:
    """An application, router or worker object of a web or task framework.

    `name` is the variable, `scope` the function that builds it ("" at module level), `span` the creating
    statement. `prefix` is a router's own path prefix, None where it is computed.
    `includes` are (what is included, as resolved through the imports; the prefix given there, None where computed);
    `mounts` likewise for sub-applications.
    """

    framework: str
    path: str
    kind: Literal["app", "router", "factory", "worker"]
    name: str
    scope: str
    span: Span
    lifespan: str = "none"
    has_health_db: bool = False
    prefix: str | None = ""
    has_health: bool = False
    catch_all: bool = False
    includes: tuple[tuple[str, str | None], ...] = ()
    mounts: tuple[str, ...] = ()
    route: str = "/health/db"
    """What to write in the route's decorator, so that the whole path is `/health/db`."""
    before: str | None = None
    """The included object ahead of which a health route must be registered, as it takes every path."""


# --------------------------------------------------------------------------- processes


ProcessKind = Literal[
    "web", "worker", "scheduler", "bot", "consumer", "streamlit", "loop",
    "job", "cli", "script", "notebook", "serverless", "migration", "tests",
]  # fmt: skip
"""How a process lives: the first seven serve until they are stopped, the others end by themselves."""

SERVING = frozenset({"web", "worker", "scheduler", "bot", "consumer", "streamlit", "loop"})


@dataclass(frozen=True, slots=True)
class Process:
    """Something that runs: how it starts, and which files of the repository it may load.

    `command` is masked, "" where no file says how it starts; `source` is `file:line`. `entries` are the modules that
    are loaded first, `folder` the part of the repository that it is made of. `image` are the files that its images
    hold, None where that is unknown. `sqlalchemy` is the oldest version it promises to run on, None unknown.
    `workers` are its processes in one replica; `workers_from` and `replicas_from` say in words what gives the numbers,
    "" where the command and its file do; `workers_assumed` and `replicas_assumed` what had to be assumed.
    `threads` are those of one worker where the command says so; `forks` where the code is loaded before the
    processes part.
    """

    name: str
    kind: ProcessKind
    command: str
    source: str
    entries: tuple[str, ...]
    folder: str
    image: frozenset[str] | None = field(default=None, repr=False)
    python: tuple[int, int] | None = None
    sqlalchemy: tuple[int, ...] | None = None
    workers: int = 1
    replicas: int = 1
    threads: int | None = None
    forks: bool = False
    workers_from: str = ""
    replicas_from: str = ""
    workers_assumed: str = ""
    replicas_assumed: str = ""
    reach: frozenset[str] = field(default=frozenset(), repr=False)

    @property
    def serves(self) -> bool:
        """Whether it runs until it is stopped."""
        return self.kind in SERVING


# --------------------------------------------------------------------------- parts


class Part(NamedTuple):
    """What can be left out of a result while the rest goes on; it is the same part when lines have moved.

    kind: document, test, wiring, settings, client, site, deployable. `unit` is the deployable's import root.
    """

    kind: str
    unit: str
    path: str = ""
    symbol: str = ""


class Left(NamedTuple):
    """A part that is left out because what it would do could not be proven, with the reason."""

    part: Part
    reason: str


class Owned(NamedTuple):
    """A file that changes because of a part; `lines` are those of the part's edits in the file as it was."""

    path: str
    part: Part
    lines: frozenset[int] = frozenset()


# --------------------------------------------------------------------------- options


@dataclass(frozen=True, slots=True)
class PoolOptions:
    """Pool settings: sizes are connections, times are seconds. `explicit` names those the user set.

    `wait_warning` is how many callers may wait before it is told, None where nobody asked for that.
    """

    size: int = 5
    max_overflow: int = 10
    timeout: int = 30
    recycle: int = 1800
    pre_ping: bool = True
    wait_warning: int | None = None
    explicit: frozenset[str] = frozenset()

    @property
    def warns(self) -> bool:
        """Whether a warning of many waiting callers was asked for."""
        return self.wait_warning is not None


@dataclass(frozen=True, slots=True)
class Options:
    """Everything a run can be told that changes the plan."""

    target: str | None = None
    pool: PoolOptions = PoolOptions()
    client_classes: tuple[str, ...] = ()
    health: Literal["auto", "yes", "no"] = "auto"
    tests: bool = True
    include_review: bool = False
    size_home: bool = False
    """Put the pool sizes of a home that is its database's only engine into settings."""
    upgrade: bool = False
    """Write the shared module of an earlier version anew."""
    template_dir: str | None = None
    scope: str = ""
    """The folder of the repository whose deployables may change; empty for all of them."""
    left: tuple[Left, ...] = ()

    def leaves(self, part: Part) -> str | None:
        """Why a part is left out; None where it is not."""
        return next((row.reason for row in self.left if row.part == part), None)


# --------------------------------------------------------------------------- plan


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
    """One database as the service means it, with the engines that reach it. `engines_before` None: unbounded."""

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


# --------------------------------------------------------------------------- change set


@dataclass(frozen=True, slots=True)
class Change:
    """One file before and after, as bytes; `before` None creates it."""

    path: str
    before: bytes | None
    after: bytes
    mode: str = "100644"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The whole proposed result, in path order."""

    changes: tuple[Change, ...]


# --------------------------------------------------------------------------- flaws


@dataclass(frozen=True, slots=True)
class Flaw:
    """What stands against a result: `reason` completes the sentence that `path` begins.

    `line` is the place in the file as it would be, 0 where there is none; `cause` the change at fault where that is
    another file's.
    """

    path: str
    reason: str
    line: int = 0
    cause: str = ""

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{self.path}: {place}{self.reason}"


# --------------------------------------------------------------------------- trial


@dataclass(frozen=True, slots=True)
class TestCount:
    """What one run of a test command came to; `passed` None where the command does not say."""

    __test__ = False

    status: int | None
    """Exit status, None where the command ran out of time."""
    passed: int | None
    failed: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The target's own tests before and after a change."""

    command: str
    before: TestCount
    after: TestCount
