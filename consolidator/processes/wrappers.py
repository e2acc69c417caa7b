"""The words of a command to those of the program that it ends in: `exec`, `env`, `poetry run`, `tini --` taken off."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence

from consolidator.regex import lazy

_ASSIGNMENT = lazy(r"[A-Za-z_]\w*=")
_DASHED = frozenset({"tini", "catatonit", "wait-for-it.sh", "wait-for-it", "wait-for", "wait-for.sh", "wait-for-db.sh"})
_DASHED |= {"doppler", "infisical", "op", "chamber", "aws-vault", "watchmedo", "with-contenv", "pebble"}
"""Programs that run what stands behind `--`."""

_RUNNERS = {"poetry": "run", "pipenv": "run", "pdm": "run", "hatch": "run", "rye": "run", "uv": "run", "pixi": "run"}
_RUNNERS |= {"newrelic-admin": "run-program", "micromamba": "run", "conda": "run", "mamba": "run", "coverage": "run"}
_PLAIN = frozenset({"exec", "nohup", "setsid", "command", "ddtrace-run", "opentelemetry-instrument", "dumb-init"})
_PLAIN |= {"sudo", "env", "nice", "ionice", "stdbuf", "xvfb-run", "time", "tini", "caffeinate", "dockerize", "scl"}
_PLAIN |= {"logfire", "catatonit", "unbuffer"}
_WITH_ONE = frozenset({"gosu", "su-exec", "setuidgid", "timeout", "chroot", "setpriv"})
"""Programs whose first argument is a user, a time or a folder."""

_TAKING = {
    "sudo": {"-u", "-g", "-h"},
    "env": {"-u", "-C", "--chdir"},
    "nice": {"-n"},
    "ionice": {"-c", "-n"},
    "uv": {"--with", "--python", "-p", "--extra", "--group", "--project", "--directory", "--env-file", "--package"},
    "poetry": {"-C", "--directory", "-P", "--project"},
    "conda": {"-n", "--name", "-p", "--prefix"},
    "mamba": {"-n", "--name", "-p", "--prefix"},
    "micromamba": {"-n", "--name", "-p", "--prefix"},
    "timeout": {"-s", "--signal", "-k", "--kill-after"},
    "dockerize": {"-wait", "-timeout", "-template", "-stdout", "-stderr", "-wait-retry-interval"},
    "hatch": {"-e", "--env"},
    "opentelemetry-instrument": {"--traces_exporter", "--metrics_exporter", "--service_name", "--logs_exporter"},
}
_MOST = 12


def program(words: Sequence[str]) -> str:
    """The program of a command without its folder; every Python is `python`."""
    name = posixpath.basename(words[0].replace("\\", "/")) if words else ""
    name = name.removesuffix(".exe")
    return "python" if re.fullmatch(r"(python|pypy)\d?(\.\d{1,2})?t?", name) else name


def unwrapped(words: Sequence[str]) -> tuple[tuple[str, ...], dict[str, str]]:
    """The words of the innermost program and the variables set in front of it."""
    found = tuple(words)
    environment: dict[str, str] = {}
    for _ in range(_MOST):
        assigned = _assignments(found)
        environment |= {key: value for key, _, value in (word.partition("=") for word in found[:assigned])}
        inner = _inner(found[assigned:])
        if inner is None:
            return found[assigned:], environment
        found = inner
    return found, environment


def shell_text(words: Sequence[str]) -> str | None:
    """The command line of `sh -c "..."`, None where the command is no shell with one."""
    if program(words) not in ("sh", "bash", "ash", "dash", "zsh") or len(words) < 3:
        return None
    for at, word in enumerate(words[1:-1], 1):
        if re.fullmatch(r"-[a-z]{0,4}c[a-z]{0,2}", word):
            return words[at + 1]
        if not word.startswith("-"):
            return None
    return None


def _assignments(words: Sequence[str]) -> int:
    return next((at for at, word in enumerate(words) if not _ASSIGNMENT.match(word)), len(words))


def _inner(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """The command without its outermost wrapper, None where it has none."""
    name = program(words)
    if name in _DASHED and "--" in words:
        return words[words.index("--") + 1 :]
    if name in _PLAIN:
        return _past_options(words[1:], _TAKING.get(name, set()))
    if name in _WITH_ONE:
        return _past_options(words[1:], _TAKING.get(name, set()))[1:]
    if name in _RUNNERS and _RUNNERS[name] in words[1:6]:
        return _past_options(words[words.index(_RUNNERS[name]) + 1 :], _TAKING.get(name, set()))
    return _as_program(words) if name == "python" else None


def _as_program(words: tuple[str, ...]) -> tuple[str, ...] | None:
    """`python -m MODULE` where the module is a program, or a debugger in front of another."""
    at = 1
    while at < len(words) and words[at].startswith("-") and words[at] != "-m":
        at += 2 if words[at] in ("-W", "-X") else 1
    if words[at : at + 1] != ("-m",) or at + 1 >= len(words):
        return None
    module, rest = words[at + 1], words[at + 2 :]
    if module in ("debugpy", "ptvsd", "cProfile", "pdb") and "-m" in rest:
        return ("python", *rest[rest.index("-m") :])
    return (_MODULES[module], *rest) if module in _MODULES else None


_MODULES: Mapping[str, str] = {name: name for name in (
    "uvicorn", "gunicorn", "hypercorn", "granian", "daphne", "flask", "fastapi", "celery", "arq", "dramatiq", "taskiq",
    "faststream", "streamlit", "chainlit", "alembic", "pytest", "jupyter", "prefect", "litestar", "sanic", "quart",
    "waitress", "coverage", "ddtrace", "uwsgi", "opentelemetry-instrument",
)} | {"rq.cli": "rq", "pipenv": "pipenv", "poetry": "poetry", "gradio.cli": "gradio", "unittest": "pytest"}  # fmt: skip
"""Modules that are the program of that name."""


def _past_options(words: tuple[str, ...], taking: set[str]) -> tuple[str, ...]:
    at = 0
    while at < len(words) and words[at].startswith("-"):
        if words[at] == "--":
            return words[at + 1 :]
        at += 1 + (words[at] in taking)
    return words[at:]
