"""The words of a command to what it starts: which kind of process, which modules, how many workers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from consolidator.model import ProcessKind
from consolidator.processes import queues, servers
from consolidator.processes.launches import Command, Target
from consolidator.processes.wrappers import program
from consolidator.regex import lazy

_DOTTED = lazy(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")


def command(words: Sequence[str]) -> Command | None:
    """What a command without wrappers starts, None where it is nothing of Python."""
    name = program(words)
    read = _PROGRAMS.get(name)
    if read is not None:
        return read(tuple(words))
    if name.endswith(".py"):
        return _python(("python", *words))
    return None


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
    "uvicorn": servers.uvicorn,
    "gunicorn": servers.gunicorn,
    "hypercorn": servers.hypercorn,
    "granian": servers.granian,
    "daphne": servers.one_app,
    "waitress-serve": servers.one_app,
    "sanic": servers.one_app,
    "flask": servers.flask,
    "fastapi": servers.fastapi,
    "celery": queues.celery,
    "arq": queues.worker,
    "huey_consumer": queues.worker,
    "huey_consumer.py": queues.worker,
    "taskiq": queues.worker,
    "faststream": queues.worker,
    "dramatiq": queues.dramatiq,
    "rq": queues.rq,
    "rqworker": queues.rq,
    "streamlit": servers.script_server,
    "chainlit": servers.script_server,
    "gradio": servers.script_server,
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
    "quart": servers.named_app,
    "litestar": servers.named_app,
    "bentoml": servers.named_app,
    "fastmcp": servers.named_app,
    "mcp": servers.named_app,
    "kopf": servers.named_app,
    "uwsgi": servers.uwsgi,
    "procrastinate": queues.celery,
    "faust": queues.celery,
    "saq": queues.worker,
    "python": _python,
}
