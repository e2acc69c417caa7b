"""Every option of the tool, once; the fields of `Settings` are the table.

Each states in `file` what it decides about, and so whether a repository's own file may set it (`options.FileClass`).
"""

from __future__ import annotations

from typing import Any, Literal

from consolidator.config.options import FileClass, Kind, Option
from consolidator.frozen import dataclass, field, fields


def _option(name: str, kind: Kind, help: str, default: Any = None, *, file: FileClass, **more: Any) -> Any:
    option = Option(name=name, kind=kind, help=help, default=default, file=file, **more)
    return field(default=default, metadata={"option": option})


def _plan(name: str, kind: Kind, help: str, default: Any = None, *, file: FileClass, **more: Any) -> Any:
    return _option(name, kind, help, default, group="What to change", file=file, **more)


def _pool(name: str, help: str, default: int | None, least: int) -> Any:
    return _option(name, "number", help, default, group="Pool", file="change", least=least, metavar="N")


def _deliver(name: str, kind: Kind, help: str, default: Any = None, *, file: FileClass, **more: Any) -> Any:
    return _option(name, kind, help, default, group="Delivery", file=file, **more)


def _guard(name: str, kind: Kind, help: str, default: Any = None, **more: Any) -> Any:
    return _option(name, kind, help, default, group="What counts", file="call", **more)


def _budget(name: str, kind: Kind, help: str, *, file: FileClass, **more: Any) -> Any:
    return _option(name, kind, help, None, group="Connection budget", file=file, **more)


def _proof(name: str, kind: Kind, help: str, default: Any = None, *, file: FileClass, **more: Any) -> Any:
    return _option(name, kind, help, default, group="Proof", file=file, **more)


def _output(name: str, kind: Kind, help: str, default: Any = None, *, file: FileClass = "call", **more: Any) -> Any:
    return _option(name, kind, help, default, group="Output", file=file, **more)


@dataclass(frozen=True, slots=True)
class Settings:
    """What one invocation was told, after all sources have been weighed.

    `explicit` names the fields that were set, `from_repository` those of them that a file of the repository set.
    """

    target: str | None = _plan(
        "target", "path", "Where the shared module goes, such as src/db.py.", metavar="PATH", file="change"
    )
    base: str | None = _plan(
        "base", "text", "Commit, branch or tag to start from instead of HEAD.", metavar="REF", file="commit"
    )
    client_class: tuple[str, ...] = _plan(
        "client-class",
        "list",
        "A class to share as one client per process; repeatable.",
        (),
        metavar="NAME",
        file="change",
    )
    health: Literal["auto", "yes", "no"] = _plan(
        "health",
        "choice",
        "Add GET /health/db; auto: where the application has a health route.",
        "auto",
        choices=("auto", "yes", "no"),
        file="change",
    )
    tests: bool = _plan("tests", "toggle", "Add tests of the shared module.", True, file="change")
    include_review: bool = _plan(
        "include-review", "switch", "Also apply what needs a reviewer's eye.", False, file="change"
    )
    size_home: bool = _plan(
        "size-home",
        "switch",
        "Put the pool sizes of an engine that is its database's only one into settings.",
        False,
        file="change",
    )
    upgrade: bool = _plan(
        "upgrade", "switch", "Write the shared module of an earlier version anew.", False, file="change"
    )
    template_dir: str | None = _plan(
        "template-dir",
        "text",
        "Folder with templates that replace the built-in ones.",
        metavar="DIR",
        file="runs-code",
    )

    pool_size: int = _pool("pool-size", "Connections kept open.", 5, 1)
    max_overflow: int = _pool("max-overflow", "Connections on top of them under load.", 10, 0)
    pool_timeout: int = _pool("pool-timeout", "Seconds to wait for a connection.", 30, 1)
    pool_recycle: int = _pool("pool-recycle", "Seconds after which a connection is replaced; -1 never.", 1800, -1)
    pre_ping: bool = _option("pre-ping", "toggle", "Test a connection before use.", True, group="Pool", file="change")
    wait_warning: int | None = _pool("wait-warning", "Warn when more callers than this wait for a connection.", None, 0)

    dry_run: bool = _deliver("dry-run", "switch", "Print the patch and write nothing.", False, short="-n", file="call")
    exit_code: bool = _deliver(
        "exit-code", "switch", "With --dry-run: exit 1 when something would change.", False, file="call"
    )
    # A repository may name the branch of its own change, yet none that is there already: see `cli/commands/run.py`.
    branch: str = _deliver(
        "branch", "text", "Branch to create.", "feat/db-connection-pooling", metavar="NAME", file="change"
    )
    branch_exists: Literal["fail", "replace", "suffix"] = _deliver(
        "branch-exists",
        "choice",
        "What to do when it is there.",
        "fail",
        choices=("fail", "replace", "suffix"),
        file="checkout",
    )
    closes: int | None = _deliver(
        "closes", "issue", "Issue that the commit closes.", least=1, metavar="N", file="change"
    )
    test_command: str | None = _deliver(
        "test-command",
        "text",
        "Run this before and after; new failures refuse the commit.",
        metavar="CMD",
        file="runs-code",
    )
    prove: bool = _deliver(
        "prove", "switch", "Prove the result under load first; see `consolidate prove`.", False, file="runs-code"
    )
    interactive: bool = _deliver("interactive", "switch", "Ask for each site.", False, short="-i", file="call")
    decisions: str | None = _deliver(
        "decisions",
        "text",
        "Replay what was decided of each site; --interactive asks for the others and writes it.",
        metavar="FILE",
        file="call",
    )
    no_commit: bool = _deliver(
        "no-commit", "switch", "Write into the work tree instead of a branch.", False, file="checkout"
    )
    switch: bool = _deliver("switch", "switch", "Check the branch out at the end.", False, file="checkout")
    hooks: bool = _deliver("hooks", "toggle", "Run the repository's commit hooks.", True, file="checkout")
    sign: bool | None = _deliver("sign", "toggle", "Sign the commit; default as git is configured.", file="checkout")

    max_connections: int | None = _budget(
        "max-connections", "number", "What the database server allows.", least=1, metavar="N", file="change"
    )
    workers: int | None = _budget("workers", "number", "Processes of one replica.", least=1, metavar="N", file="change")
    replicas: int | None = _budget(
        "replicas", "number", "Replicas of the service.", least=1, metavar="N", file="change"
    )
    fail_over: float | None = _budget(
        "fail-over",
        "fraction",
        "Exit 1 when more than this part of the connections is claimed, such as 0.8.",
        file="call",
        metavar="PART",
    )

    baseline: str | None = _guard(
        "baseline", "text", "Accept the findings that this file remembers, and fail on new ones.", metavar="FILE"
    )
    write_baseline: bool = _guard(
        "write-baseline", "switch", "Write today's findings into the file of --baseline.", False
    )
    diff_base: str | None = _guard(
        "diff-base",
        "text",
        "Fail only on what changed since this branch and HEAD parted, such as origin/main.",
        metavar="REF",
    )

    before: str | None = _option(
        "before",
        "text",
        "Commit to compare with (default: HEAD, or the parent of --after where HEAD is that).",
        group="Commits",
        metavar="REF",
        file="commit",
    )
    after: str | None = _option(
        "after",
        "text",
        "Commit to prove (default: the branch of run).",
        group="Commits",
        metavar="REF",
        file="commit",
    )
    app: str | None = _proof(
        "app", "text", "The service's application, put under load.", metavar="MODULE:NAME", file="runs-code"
    )
    request: tuple[str, ...] = _proof(
        "request",
        "list",
        "A request to send, with -H and -d as of curl, or @FILE; repeatable (default: the GET routes that answer).",
        (),
        metavar="METHOD:PATH",
        file="call",
    )
    concurrency: int = _proof("concurrency", "number", "Requests at a time.", 50, least=1, metavar="N", file="call")
    requests: int = _proof("requests", "number", "Requests of one round.", 500, least=1, metavar="N", file="call")
    rounds: int = _proof("rounds", "number", "Rounds for each side.", 3, least=1, metavar="N", file="call")
    request_timeout: int = _proof(
        "request-timeout", "number", "Seconds for a request.", 30, least=1, metavar="N", file="call"
    )
    restart: bool = _proof("restart", "switch", "Also restart the database in between.", False, file="call")
    preload: bool = _proof(
        "preload", "switch", "Load the application before the workers are forked.", False, file="call"
    )
    threads: int = _proof("threads", "number", "Threads of a WSGI worker.", 8, least=1, metavar="N", file="call")
    interface: str = _proof(
        "interface", "choice", "How the application is called.", "auto", choices=("auto", "asgi", "wsgi"), file="call"
    )
    app_dir: str = _proof("app-dir", "text", "Folder in which it is started.", ".", metavar="DIR", file="runs-code")
    url_variable: tuple[str, ...] = _proof(
        "url-variable",
        "list",
        "Variable that gets the database's URL; repeatable (default: what the code reads).",
        (),
        metavar="NAME",
        file="call",
    )
    url_scheme: str = _proof("url-scheme", "text", "Scheme of that URL.", "", metavar="SCHEME", file="call")
    env: tuple[str, ...] = _proof(
        "env", "list", "Another variable for it; repeatable.", (), metavar="NAME=VALUE", file="runs-code"
    )
    env_file: str | None = _proof(
        "env-file", "text", "A file with further variables, such as `.env`.", metavar="FILE", file="runs-code"
    )
    compose_service: str | None = _proof(
        "compose-service",
        "text",
        "Take the variables of this service of your compose file.",
        metavar="[FILE:]NAME",
        file="runs-code",
    )
    setup: str | None = _proof(
        "setup",
        "text",
        "Run this before the start, such as `alembic upgrade head`.",
        metavar="CMD",
        file="runs-code",
    )
    python: str | None = _proof(
        "python",
        "text",
        "Its interpreter (default: of its virtual environment).",
        metavar="FILE",
        file="runs-code",
    )
    dsn: str | None = _proof(
        "dsn", "text", "An existing PostgreSQL instead of a disposable one.", metavar="URL", file="runs-code"
    )
    import_only: bool = _proof("import-only", "switch", "Only import every changed module.", False, file="runs-code")
    test_timeout: int | None = _proof(
        "test-timeout", "number", "Seconds for the tests.", least=1, metavar="N", file="call"
    )

    format: str = _output(
        "format",
        "choice",
        "What to print on stdout.",
        "text",
        short="-f",
        choices=("text", "json", "sarif", "markdown", "github", "gitlab", "junit"),
    )
    output: tuple[str, ...] = _output(
        "output",
        "list",
        "Also write FORMAT=FILE; repeatable.",
        (),
        short="-o",
        metavar="FORMAT=FILE",
    )
    quiet: bool = _output("quiet", "switch", "Print no summary and no progress.", False, short="-q")
    verbose: int = _output("verbose", "count", "Say more; twice for tracebacks.", 0, short="-v")
    color: str = _output("color", "choice", "Colours.", "auto", choices=("auto", "always", "never"))
    jobs: int = _output(
        "jobs",
        "number",
        "Parallel processes; 0 means one for each core (default: 1, of a fleet 0).",
        0,
        short="-j",
        least=0,
        metavar="N",
    )

    cache: bool = _option(
        "cache",
        "toggle",
        "Keep what is read and said in your cache, for the next run.",
        True,
        group="Reading",
        file="call",
    )

    config: str | None = _option(
        "config",
        "text",
        "A file outside the repository with further settings; it may set all of them.",
        group="Configuration",
        metavar="FILE",
        file="call",
    )

    explicit: frozenset[str] = frozenset()
    from_repository: frozenset[str] = frozenset()


OPTIONS: dict[str, Option] = {
    one.name: one for one in (each.metadata["option"] for each in fields(Settings) if "option" in each.metadata)
}


def select(*names: str) -> tuple[Option, ...]:
    """The options that belong to one of these groups or have one of these names, in the order of the table."""
    return tuple(option for option in OPTIONS.values() if option.group in names or option.name in names)
