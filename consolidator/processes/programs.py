"""The words of a command to what it starts: which kind of process, which modules, how many workers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from consolidator.model import ProcessKind
from consolidator.processes.arguments import Arguments, flags, number, parse
from consolidator.processes.launches import Command, Target
from consolidator.processes.wrappers import program
from consolidator.regex import lazy

_DOTTED = lazy(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_GUNICORN = flags(
    "-R --reload --preload --preload-app -D --daemon --check-config --capture-output --print-config --reuse-port"
    " --enable-stdio-inheritance --no-sendfile --strip-header-spaces --disable-redirect-access-to-syslog --spew"
    " --proxy-protocol --log-syslog --inherit-socket --suppress-ragged-eofs"
)
_UVICORN = flags(
    "--reload --use-colors --proxy-headers --server-header --date-header --access-log --factory --version --debug"
)
_HYPERCORN = flags("--reload --debug --quic")
_CELERY = flags(
    "-B --beat -E --task-events --detach --without-gossip --without-mingle --without-heartbeat -q --quiet --purge"
    " --discard --skip-checks --autoreload -D"
)


def command(words: Sequence[str]) -> Command | None:
    """What a command without wrappers starts, None where it is nothing of Python."""
    name = program(words)
    read = _PROGRAMS.get(name)
    if read is not None:
        return read(tuple(words))
    if name.endswith(".py"):
        return _python(("python", *words))
    return None


def target(text: str, root: str = "") -> Target:
    """`package.module:attribute` or a path, as servers take them."""
    name, _, attribute = text.partition(":")
    if name.endswith(".py") or "/" in name:
        return Target("file", name, attribute, root)
    return Target("module", name, attribute.removesuffix("()"), root)


def _workers(arguments: Arguments, *names: str) -> tuple[int | None, str]:
    """A literal number, and what was assumed where it is none."""
    given = arguments.value(*names)
    known = number(given)
    assumed = "one worker, as their number is not literal" if given is not None and known is None else ""
    return known, assumed


def _uvicorn(words: tuple[str, ...]) -> Command:
    read = parse(words[1:], _UVICORN)
    workers, assumed = _workers(read, "--workers")
    return Command(words, "web", _apps(read, "--app-dir"), workers, assumed=assumed, variable="WEB_CONCURRENCY")


def _gunicorn(words: tuple[str, ...]) -> Command:
    """gunicorn loads the application in each worker, with `--preload` before it forks (docs.gunicorn.org, settings)."""
    read = parse(words[1:], _GUNICORN)
    workers, assumed = _workers(read, "-w", "--workers")
    worker_class = read.value("-k", "--worker-class") or "sync"
    threads = number(read.value("--threads")) or (1 if worker_class in ("sync", "gthread") else None)
    return Command(
        words,
        "web",
        _apps(read, "--chdir", "--pythonpath"),
        workers,
        threads,
        read.has("--preload", "--preload-app"),
        assumed,
        config=read.value("-c", "--config") or "gunicorn.conf.py",
        variable="WEB_CONCURRENCY",
    )


def _hypercorn(words: tuple[str, ...]) -> Command:
    read = parse(words[1:], _HYPERCORN)
    workers, assumed = _workers(read, "-w", "--workers")
    return Command(words, "web", _apps(read), workers, assumed=assumed)


def _granian(words: tuple[str, ...]) -> Command:
    read = parse(words[1:], flags("--reload --access-log --factory --http1-keep-alive"))
    workers, assumed = _workers(read, "--workers")
    return Command(words, "web", _apps(read, "--working-dir"), workers, assumed=assumed, variable="GRANIAN_WORKERS")


def _one_app(words: tuple[str, ...]) -> Command:
    return Command(words, "web", _apps(parse(words[1:], flags("--debug --dev --call"))))


def _apps(read: Arguments, *roots: str) -> tuple[Target, ...]:
    """The first positional argument that names an application."""
    root = read.value(*roots) or ""
    named = [word for word in read.positional if re.match(r"(?=[\d./-]*[A-Za-z_])[\w./-]+(?::[\w.()]+)?$", word)]
    return (target(named[0], root),) if named else ()


def _flask(words: tuple[str, ...]) -> Command:
    """`--app`, else the variable FLASK_APP, else `app.py` or `wsgi.py` (flask.palletsprojects.com/cli)."""
    read = parse(words[1:], flags("--debug --reload --no-reload --with-threads -d"))
    app = read.value("--app", "-A")
    targets = (target(app),) if app else ()
    if "run" in read.positional:
        return Command(words, "web", targets, variable="FLASK_APP" if not targets else "")
    kind: ProcessKind = "migration" if "db" in read.positional[:1] else "cli"
    return Command(words, kind, targets, variable="FLASK_APP" if not targets else "")


def _named_app(words: tuple[str, ...]) -> Command:
    """`quart run`, `litestar run`, `fastmcp run`, `kopf run`: the application by an option, or behind the verb."""
    read = parse(words[1:], flags("--debug --reload --pdb -d -r"))
    app = read.value("--app", "-A", "-m")
    named = [app] if app else [word for word in read.positional if word not in ("run", "dev", "serve")]
    kind: ProcessKind = "web" if program(words) in ("quart", "litestar", "bentoml") else "loop"
    return Command(words, kind, tuple(target(word) for word in named[:1]))


def _uwsgi(words: tuple[str, ...]) -> Command:
    """uWSGI loads the application before it forks, unless `lazy-apps` is set (uwsgi-docs, "Serializing accept")."""
    read = parse(words[1:], flags("--master -M --enable-threads --lazy-apps --lazy --die-on-term --vacuum --need-app"))
    module = read.value("--module", "-w", "--wsgi", "--wsgi-file", "--mount", "--file")
    workers, assumed = _workers(read, "--processes", "-p", "--workers")
    forks = not read.has("--lazy-apps", "--lazy")
    threads = number(read.value("--threads")) or 1
    return Command(words, "web", (target(module),) if module else (), workers, threads, forks, assumed)


def _fastapi(words: tuple[str, ...]) -> Command:
    read = parse(words[1:], flags("--reload --proxy-headers"))
    workers, assumed = _workers(read, "--workers")
    files = [word for word in read.positional if word not in ("run", "dev")]
    entry = read.value("--entrypoint", "-e")
    targets = tuple(target(word) for word in ([entry] if entry else files[:1]))
    targets = targets or tuple(Target("file", name) for name in ("main.py", "app.py", "app/main.py", "app/app.py"))
    return Command(words, "web", targets, workers, assumed=assumed, variable="WEB_CONCURRENCY")


def _celery(words: tuple[str, ...]) -> Command:
    """A worker forks one child for each unit of `--concurrency` (docs.celeryq.dev, workers guide)."""
    read = parse(words[1:], _CELERY)
    app = read.value("-A", "--app")
    targets = (target(app),) if app else ()
    if "beat" in read.positional:
        return Command(words, "scheduler", targets)
    if "worker" not in read.positional and "multi" not in read.positional:
        return Command(words, "cli", targets)
    units, assumed = _workers(read, "-c", "--concurrency")
    pool = read.value("-P", "--pool") or "prefork"
    if pool not in ("prefork", "processes"):
        return Command(words, "worker", targets, 1, 1 if pool == "solo" else units)
    most = number((read.value("--autoscale") or "").partition(",")[0])
    assumed = assumed or ("" if units or most else "one worker, as there is one for each processor")
    return Command(words, "worker", targets, most or units, 1, True, assumed)


def _worker(words: tuple[str, ...]) -> Command:
    """arq, huey, taskiq and faststream take a module or an object first."""
    read = parse(words[1:], flags("--watch --check --burst --reload -v --verbose --fs-discover"))
    named = [word for word in read.positional if word not in ("worker", "run", "scheduler", "info")]
    workers, assumed = _workers(read, "-w", "--workers", "--processes")
    kind: ProcessKind = "scheduler" if "scheduler" in read.positional[:1] else "worker"
    return Command(words, kind, tuple(_object(word) for word in named), workers, assumed=assumed)


def _object(word: str) -> Target:
    """`package.module.Object` and `package.module:object` alike: what is no module is looked for one part shorter."""
    return target(word)


def _dramatiq(words: tuple[str, ...]) -> Command:
    read = parse(words[1:], flags("--watch-use-polling --use-spawn -v --verbose"))
    processes, assumed = _workers(read, "-p", "--processes")
    threads = number(read.value("-t", "--threads")) or 8
    assumed = assumed or ("" if processes else "one worker, as there is one for each processor")
    return Command(words, "worker", tuple(target(w) for w in read.positional), processes, threads, True, assumed)


def _rq(words: tuple[str, ...]) -> Command:
    """rq imports a job's function by the name that is enqueued; every job runs in a forked child."""
    read = parse(words[1:], flags("--burst -b --with-scheduler -v --verbose --quiet -q"))
    config = read.value("-c", "--config")
    kind: ProcessKind = "worker" if {"worker", "worker-pool"} & set(read.positional[:1]) else "cli"
    return Command(words, kind, (target(config),) if config else (), threads=1, forks=True)


def _script_server(words: tuple[str, ...]) -> Command:
    """`streamlit run FILE`, `chainlit run FILE`, `gradio FILE`."""
    read = parse(words[1:], flags("-w --watch -h --headless -d --debug"))
    files = [word for word in read.positional if word.endswith(".py")]
    kind: ProcessKind = "streamlit" if program(words) == "streamlit" else "web"
    return Command(words, kind, tuple(target(word) for word in files[:1]))


def _once(kind: ProcessKind) -> Callable[[tuple[str, ...]], Command]:
    return lambda words: Command(words, kind)


def _python(words: tuple[str, ...]) -> Command | None:
    """`python FILE`, `python -m MODULE`; what kind of process that is, the module itself says."""
    at = 1
    while at < len(words) and words[at].startswith("-"):
        if words[at] == "-m":
            return _module(words, at + 1)
        if words[at] in ("-c", "-"):
            return None
        at += 2 if words[at] in ("-W", "-X") else 1
    if at >= len(words):
        return None
    if words[at].rpartition("/")[2] == "manage.py":
        return _manage(words, at)
    if not words[at].endswith(".py") and not re.fullmatch(r"[\w./-]+", words[at]):
        return None
    return Command(words, "script", (Target("file", words[at]),))


def _module(words: tuple[str, ...], at: int) -> Command | None:
    if at >= len(words) or not _DOTTED.fullmatch(words[at]):
        return None
    if words[at] in ("http.server", "venv", "pip", "compileall", "ensurepip", "build", "mypy", "ruff", "black"):
        return None
    return Command(words, "script", (Target("module", words[at]),))


def _manage(words: tuple[str, ...], at: int) -> Command:
    verb = next(iter(words[at + 1 :]), "")
    kind: ProcessKind = "web" if verb in ("runserver", "runserver_plus") else "cli"
    kind = "migration" if verb in ("migrate", "makemigrations") else kind
    return Command(words, kind, (Target("file", words[at]),))


_PROGRAMS: Mapping[str, Callable[[tuple[str, ...]], Command | None]] = {
    "uvicorn": _uvicorn,
    "gunicorn": _gunicorn,
    "hypercorn": _hypercorn,
    "granian": _granian,
    "daphne": _one_app,
    "waitress-serve": _one_app,
    "sanic": _one_app,
    "flask": _flask,
    "fastapi": _fastapi,
    "celery": _celery,
    "arq": _worker,
    "huey_consumer": _worker,
    "huey_consumer.py": _worker,
    "taskiq": _worker,
    "faststream": _worker,
    "dramatiq": _dramatiq,
    "rq": _rq,
    "rqworker": _rq,
    "streamlit": _script_server,
    "chainlit": _script_server,
    "gradio": _script_server,
    "alembic": _once("migration"),
    "pytest": _once("tests"),
    "py.test": _once("tests"),
    "tox": _once("tests"),
    "nox": _once("tests"),
    "jupyter": _once("notebook"),
    "jupyter-lab": _once("notebook"),
    "jupyter-notebook": _once("notebook"),
    "papermill": _once("notebook"),
    "prefect": _once("worker"),
    "quart": _named_app,
    "litestar": _named_app,
    "bentoml": _named_app,
    "fastmcp": _named_app,
    "mcp": _named_app,
    "kopf": _named_app,
    "uwsgi": _uwsgi,
    "procrastinate": _celery,
    "faust": _celery,
    "saq": _worker,
    "python": _python,
}
