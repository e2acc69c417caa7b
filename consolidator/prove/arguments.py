"""The plain values that a command line gives in; what they ask for out."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from consolidator.errors import UsageError
from consolidator.frozen import dataclass
from consolidator.prove.compose import from_compose
from consolidator.prove.engines import Judgement
from consolidator.prove.environment import target_python
from consolidator.prove.evidence import Ask, LoadProof
from consolidator.prove.requests import parse_all
from consolidator.prove.run import Bench
from consolidator.prove.values import Interface, Load, Service
from consolidator.prove.variables import from_file, part

LEAST_CONNECTIONS = 5
"""Three of them are reserved."""


@dataclass(frozen=True, slots=True)
class Arguments:
    """What `consolidate prove` can be told. At least one of `app`, `import_only` and `test_command` is given."""

    before: str
    after: str
    """Commits, in any form that the exporter takes."""
    repository: Path
    app: str | None = None
    """`module:attribute`, or `module:factory()`, to be put under load."""
    python: str | None = None
    """The target's interpreter; None: that of its virtual environment, of the active one, or `python3`."""
    requests: tuple[str, ...] = ()
    """METHOD:PATH with headers and a body, or @FILE; empty: the GET routes without parameters that answer."""
    concurrency: int = 50
    total: int = 500
    """Requests of one round."""
    rounds: int = 3
    timeout: float = 30.0
    """Seconds for one request."""
    max_connections: int = 30
    dsn: str | None = None
    """An existing server; None: a disposable one with `max_connections`."""
    restart: bool = False
    workers: int = 1
    threads: int = 8
    """Of each WSGI worker."""
    preload: bool = False
    interface: Interface = "auto"
    setup: str | None = None
    """A shell command that runs before the first start, such as `alembic upgrade head`."""
    app_dir: str = "."
    url_variables: tuple[str, ...] = ("DATABASE_URL",)
    """The first gets the URL of the database, the others those of further databases."""
    url_scheme: str = ""
    """Such as `postgresql+asyncpg`; empty: the one that the commit's files write."""
    env: tuple[str, ...] = ()
    """NAME=VALUE; VALUE may name parts of the URL, see `Service.variables`."""
    env_file: str | None = None
    """A file of such lines, taken as they stand; `env` and the URLs go before it."""
    compose_service: str | None = None
    """[FILE:]NAME of a service in the user's compose file, whose variables are taken; `env_file` goes before it."""
    per_process: int | None = None
    """Most connections of one process after the change; None: not known."""
    judged: Judgement | None = None
    """What the code was taken to say of engines; None: not known."""
    import_only: bool = False
    test_command: str | None = None
    test_timeout: float | None = None
    """Seconds for one run of the tests."""


def to_ask(given: Arguments) -> Ask:
    """The evidence that is wanted; raises UsageError for values that cannot be used."""
    if given.app is None and not given.import_only and given.test_command is None:
        raise UsageError("nothing to prove", "name the app with --app, or use --import-only or --test-command")
    python = _from_anywhere(given.python or target_python(given.repository))
    variables = _variables(given.url_variables, given.env, _filed(given))
    under_load = None if given.app is None else _under_load(given, given.app, python, variables)
    return Ask(
        python,
        under_load,
        given.import_only,
        given.test_command,
        given.test_timeout,
        variables=variables,
        scheme=given.url_scheme,
    )


def _from_anywhere(python: str) -> str:
    """The interpreter as any folder can start it; links stay, or a virtual environment would be lost."""
    return str(Path(python).absolute()) if Path(python).name != python else python


def _under_load(given: Arguments, app: str, python: str, variables: tuple[tuple[str, str], ...]) -> LoadProof:
    service = Service(
        app=app,
        python=python,
        interface=given.interface,
        workers=_least(given.workers, 1, "workers"),
        threads=_least(given.threads, 1, "threads"),
        preload=given.preload,
        setup=given.setup,
        folder=given.app_dir,
        variables=variables,
        scheme=given.url_scheme,
    )
    load = Load(
        requests=parse_all(given.requests),
        concurrency=_least(given.concurrency, 1, "concurrency"),
        total=_least(given.total, 1, "requests"),
        rounds=_least(given.rounds, 1, "rounds"),
        timeout=given.timeout,
    )
    limit = _least(given.max_connections, LEAST_CONNECTIONS, "max-connections")
    return LoadProof(service, load, Bench(given.dsn, limit, given.restart), given.per_process, given.judged)


def _least(value: int, least: int, name: str) -> int:
    if value < least:
        raise UsageError(f"--{name}: {value} is too small", f"give at least {least}")
    return value


def _filed(given: Arguments) -> dict[str, str]:
    """What files say of variables, as templates; the file of variables goes before the compose file."""
    told = given.compose_service
    composed = from_compose(told, given.repository, os.environ) if told else {}
    plain = from_file(given.env_file) if given.env_file else {}
    return {**composed, **{name: value.replace("{", "{{").replace("}", "}}") for name, value in plain.items()}}


def _variables(names: Sequence[str], env: Sequence[str], filed: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The variables of files, then those of the databases, then the user's own; the later ones go before."""
    urls = {
        name: part(name) or ("{url}" if number == 1 else f"{{url_{number}}}") for number, name in enumerate(names, 1)
    }
    own = {}
    for each in env:
        name, equals, value = each.partition("=")
        if not (name and equals):
            raise UsageError(f"--env: {each!r} is not NAME=VALUE", "write it as DB_HOST={host}")
        own[name] = value
    return tuple({**filed, **urls, **own}.items())
