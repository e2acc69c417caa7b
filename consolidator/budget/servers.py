"""Command lines in; how many processes the servers that they start run out."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consolidator.budget.words import counted

MOST = 10_000

_WORD = r"(?:^|[\s/'\"])"
_SERVERS = {
    "gunicorn": re.compile(_WORD + r"gunicorn(?=\s|$)"),
    "uvicorn": re.compile(_WORD + r"uvicorn(?=\s|$)"),
    "hypercorn": re.compile(_WORD + r"hypercorn(?=\s|$)"),
    "granian": re.compile(_WORD + r"granian(?=\s|$)"),
    "fastapi": re.compile(_WORD + r"fastapi\s+run(?=\s|$)"),
    "celery": re.compile(_WORD + r"celery\s(?=.*\bworker\b)"),
}
_VALUE = r"[=\s]*[\"']?(?P<value>\d+|\S+)"
_WORKERS = {
    "gunicorn": re.compile(r"(?:\s-w|\s--workers)" + _VALUE),
    "hypercorn": re.compile(r"(?:\s-w|\s--workers)" + _VALUE),
    "celery": re.compile(r"(?:\s-c|\s--concurrency)" + _VALUE),
}
_LONG = re.compile(r"\s--workers" + _VALUE)
_DEFAULTED = re.compile(r"^\$\{\w+:?-(\d+)\}")
_CONCURRENCY = re.compile(rb"WEB_CONCURRENCY[\"']?(?:\s*[:=]|\s*\r?\n\s*value:)\s*[\"']?(\d{1,4})\b")
_READS_VARIABLE = frozenset({"gunicorn", "uvicorn", "fastapi"})
_PYTHON = re.compile(r"(?:exec\s+)?python[\d.]*\s")
_SHELL = re.compile(r"\s*(?:&&|\|\||;)\s*")


@dataclass(frozen=True, slots=True)
class Served:
    """The processes of one file, and in words how it says so."""

    processes: int
    reason: str


def served(commands: Sequence[str], path: str, texts: Mapping[str, bytes]) -> Served | None:
    """The sum over the commands of one file; None where none of them starts a server.

    Beside a server, each command that runs Python counts as one process: it may hold an engine too.
    """
    split = [_SHELL.split(command) for command in commands]
    found = [each for parts in split for each in (_one(part, texts) for part in parts) if each is not None]
    if not found:
        return None
    others = sum(_runs_python(parts[-1]) for parts in split)
    reasons = [each.reason for each in found]
    if others:
        reasons.append(f"starts {counted(others, 'other Python process')}")
    return Served(sum(each.processes for each in found) + others, " and ".join(reasons))


def _runs_python(command: str) -> bool:
    return bool(_PYTHON.match(command)) and _server(command) is None


def _server(command: str) -> str | None:
    return next((name for name, pattern in _SERVERS.items() if pattern.search(command)), None)


def _one(command: str, texts: Mapping[str, bytes]) -> Served | None:
    """Gunicorn's own option goes before its configuration file, and that before the variable (docs.gunicorn.org)."""
    name = _server(command)
    if name is None:
        return None
    asked = _WORKERS.get(name, _LONG).search(command)
    if asked:
        return _literal(name, asked["value"])
    configured = _configured(texts) if name == "gunicorn" else None
    return configured or _variable(name, texts) or Served(1, f"runs {name} without a number of workers")


def _literal(name: str, value: str) -> Served:
    default = _DEFAULTED.match(value)
    number = default[1] if default else value
    if number.isdecimal() and 0 < int(number) <= MOST:
        return Served(
            int(number), f"runs {name} with {number}" + (" unless a variable says otherwise" if default else "")
        )
    return Served(1, f"runs {name} with a number that is not literal, taken as 1")


def _variable(name: str, texts: Mapping[str, bytes]) -> Served | None:
    if name not in _READS_VARIABLE:
        return None
    found = [
        int(each) for path in sorted(texts) if not path.endswith(".py") for each in _CONCURRENCY.findall(texts[path])
    ]
    most = max(found, default=0)
    return Served(most, f"runs {name}, and WEB_CONCURRENCY is {most}") if most else None


def _configured(texts: Mapping[str, bytes]) -> Served | None:
    """`workers` in gunicorn's configuration, a Python file that is read, never run."""
    for path in sorted(texts):
        if re.search(r"(?:^|/)gunicorn[\w.-]*\.py$", path):
            value = _assigned(texts[path], "workers")
            if isinstance(value, ast.Constant) and isinstance(value.value, int) and 0 < value.value <= MOST:
                return Served(value.value, f"runs gunicorn with {value.value}, set in {path}")
            if value is not None:
                return Served(1, f"runs gunicorn with a number that {path} computes, taken as 1")
    return None


def _assigned(source: bytes, name: str) -> ast.expr | None:
    """The value of the last plain assignment to a module-level name."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    values = [
        node.value
        for node in body
        if isinstance(node, ast.Assign) and any(isinstance(each, ast.Name) and each.id == name for each in node.targets)
    ]
    return values[-1] if values else None
