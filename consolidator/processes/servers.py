"""The command of a server to what it starts: the application, and how many workers and threads it gets."""

from __future__ import annotations

import re

from consolidator.model import ProcessKind
from consolidator.processes.arguments import Arguments, flags, number, parse, workers_of
from consolidator.processes.launches import Command, Target, target
from consolidator.processes.wrappers import program

_GUNICORN = flags(
    "-R --reload --preload --preload-app -D --daemon --check-config --capture-output --print-config --reuse-port"
    " --enable-stdio-inheritance --no-sendfile --strip-header-spaces --disable-redirect-access-to-syslog --spew"
    " --proxy-protocol --log-syslog --inherit-socket --suppress-ragged-eofs"
)
_UVICORN = flags(
    "--reload --use-colors --proxy-headers --server-header --date-header --access-log --factory --version --debug"
)
_HYPERCORN = flags("--reload --debug --quic")


def uvicorn(words: tuple[str, ...]) -> Command:
    """The application, and `--workers` of it (uvicorn.org/settings)."""
    read = parse(words[1:], _UVICORN)
    workers, assumed = workers_of(read, "--workers")
    return Command(words, "web", _apps(read, "--app-dir"), workers, assumed=assumed, variable="WEB_CONCURRENCY")


def gunicorn(words: tuple[str, ...]) -> Command:
    """gunicorn loads the application in each worker, with `--preload` before it forks (docs.gunicorn.org, settings)."""
    read = parse(words[1:], _GUNICORN)
    workers, assumed = workers_of(read, "-w", "--workers")
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


def hypercorn(words: tuple[str, ...]) -> Command:
    """The application, and `--workers` of it."""
    read = parse(words[1:], _HYPERCORN)
    workers, assumed = workers_of(read, "-w", "--workers")
    return Command(words, "web", _apps(read), workers, assumed=assumed)


def granian(words: tuple[str, ...]) -> Command:
    """The application, and `--workers` of it."""
    read = parse(words[1:], flags("--reload --access-log --factory --http1-keep-alive"))
    workers, assumed = workers_of(read, "--workers")
    return Command(words, "web", _apps(read, "--working-dir"), workers, assumed=assumed, variable="GRANIAN_WORKERS")


def one_app(words: tuple[str, ...]) -> Command:
    """daphne, waitress and sanic: an application in one process."""
    return Command(words, "web", _apps(parse(words[1:], flags("--debug --dev --call"))))


def _apps(read: Arguments, *roots: str) -> tuple[Target, ...]:
    """The first positional argument that names an application."""
    root = read.value(*roots) or ""
    named = [word for word in read.positional if re.match(r"(?=[\d./-]*[A-Za-z_])[\w./-]+(?::[\w.()]+)?$", word)]
    return (target(named[0], root),) if named else ()


def flask(words: tuple[str, ...]) -> Command:
    """`--app`, else the variable FLASK_APP, else `app.py` or `wsgi.py` (flask.palletsprojects.com/cli)."""
    read = parse(words[1:], flags("--debug --reload --no-reload --with-threads -d"))
    app = read.value("--app", "-A")
    targets = (target(app),) if app else ()
    if "run" in read.positional:
        return Command(words, "web", targets, variable="FLASK_APP" if not targets else "")
    kind: ProcessKind = "migration" if "db" in read.positional[:1] else "cli"
    return Command(words, kind, targets, variable="FLASK_APP" if not targets else "")


def named_app(words: tuple[str, ...]) -> Command:
    """`quart run`, `litestar run`, `fastmcp run`, `kopf run`: the application by an option, or behind the verb."""
    read = parse(words[1:], flags("--debug --reload --pdb -d -r"))
    app = read.value("--app", "-A", "-m")
    named = [app] if app else [word for word in read.positional if word not in ("run", "dev", "serve")]
    kind: ProcessKind = "web" if program(words) in ("quart", "litestar", "bentoml") else "loop"
    return Command(words, kind, tuple(target(word) for word in named[:1]))


def uwsgi(words: tuple[str, ...]) -> Command:
    """uWSGI loads the application before it forks, unless `lazy-apps` is set (uwsgi-docs, "Serializing accept")."""
    read = parse(words[1:], flags("--master -M --enable-threads --lazy-apps --lazy --die-on-term --vacuum --need-app"))
    module = read.value("--module", "-w", "--wsgi", "--wsgi-file", "--mount", "--file")
    workers, assumed = workers_of(read, "--processes", "-p", "--workers")
    forks = not read.has("--lazy-apps", "--lazy")
    threads = number(read.value("--threads")) or 1
    return Command(words, "web", (target(module),) if module else (), workers, threads, forks, assumed)


def fastapi(words: tuple[str, ...]) -> Command:
    """The named application, else the files that `fastapi run` looks for (fastapi.tiangolo.com/fastapi-cli)."""
    read = parse(words[1:], flags("--reload --proxy-headers"))
    workers, assumed = workers_of(read, "--workers")
    files = [word for word in read.positional if word not in ("run", "dev")]
    entry = read.value("--entrypoint", "-e")
    targets = tuple(target(word) for word in ([entry] if entry else files[:1]))
    targets = targets or tuple(Target("file", name) for name in ("main.py", "app.py", "app/main.py", "app/app.py"))
    return Command(words, "web", targets, workers, assumed=assumed, variable="WEB_CONCURRENCY")


def script_server(words: tuple[str, ...]) -> Command:
    """`streamlit run FILE`, `chainlit run FILE`, `gradio FILE`."""
    read = parse(words[1:], flags("-w --watch -h --headless -d --debug"))
    files = [word for word in read.positional if word.endswith(".py")]
    kind: ProcessKind = "streamlit" if program(words) == "streamlit" else "web"
    return Command(words, kind, tuple(target(word) for word in files[:1]))
