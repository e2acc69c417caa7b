"""A started command to how many processes and threads it comes to, with what had to be assumed."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from consolidator.filetree import ancestors, join
from consolidator.model import Expr, Facts
from consolidator.processes.arguments import MOST, number
from consolidator.processes.code import Code, calls, text_of
from consolidator.processes.entries import launch_folder
from consolidator.processes.files.dockerfile import absolute
from consolidator.processes.started import Started
from consolidator.syntax.names import argument


class Numbers(NamedTuple):
    """Processes of one replica, threads of each where that is known, whether code is loaded before a fork."""

    workers: int
    threads: int | None
    forks: bool
    assumed: str = ""
    given_by: str = ""
    """What gives the number of workers, in words, where the command does not."""


def numbers(started: Started, code: Code, entry: str) -> Numbers:
    """The command line goes before a configuration file, that before the variable (docs.gunicorn.org, settings);
    where the module `entry` is run itself, it says how many."""
    command = started.command
    config = _config(started, code) if command.config else None
    workers, assumed, given_by = in_code(code, entry) if command.kind == "script" else _workers(started, config)
    threads = _whole(_value(config, "threads")) if config is not None else None
    preload = config is not None and _truth(_value(config, "preload_app"))
    return Numbers(
        workers or 1,
        command.threads if threads is None else threads,
        command.forks or preload,
        assumed,
        given_by,
    )


def in_code(code: Code, path: str) -> tuple[int | None, str, str]:
    """`uvicorn.run(..., workers=4)`: number, what was assumed, and what gives it."""
    facts = code.facts(path) if b"workers" in code.data(path) else None
    for name, call in calls(facts) if facts is not None else ():
        given = argument(call.expr, "workers") if name in ("uvicorn.run", "granian.Granian", "sanic.run") else None
        if given is not None:
            known = _whole(given)
            return (known, "", f"set in {path}") if known else (None, "one worker, as their number is computed", "")
    return None, "", ""


def _workers(started: Started, config: Facts | None) -> tuple[int | None, str, str]:
    """Number, what was assumed, and what gives it where the command does not."""
    command = started.command
    if command.workers is not None or command.assumed:
        return command.workers, command.assumed, ""
    value = _value(config, "workers") if config is not None else None
    if config is not None and value is not None:
        computed = f"{config.path} computes its number of workers, which is taken as one"
        return (known, "", f"set in {config.path}") if (known := _whole(value)) else (None, computed, "")
    if command.kind != "web" or command.variable == "FLASK_APP":
        return None, "", ""
    known = number(started.environment.get(command.variable))
    if known is not None:
        return known, "", f"set by {command.variable}"
    return None, f"one worker, unless {command.variable} says otherwise" if command.variable else "", ""


def _config(started: Started, code: Code) -> Facts | None:
    """gunicorn's configuration: a Python file that is read, never run."""
    name = started.command.config.removeprefix("file:").removeprefix("python:")
    image = started.launch.image
    path = image.files.get(absolute(started.folder, name)) if image is not None else None
    if path is not None:
        return code.facts(path)
    for folder in ancestors(launch_folder(started.launch)):
        found = code.facts(posixpath.normpath(join(folder, name.lstrip("/"))))
        if found is not None:
            return found
    return None


def _value(config: Facts, name: str) -> Expr | None:
    rows = [row.value for row in config.bindings if row.target == name and row.scope == ""]
    return rows[-1] if rows else None


def _whole(value: Expr | None) -> int | None:
    """A literal number, or the default of `int(os.getenv("NAME", "4"))`."""
    if value is None:
        return None
    if value.kind == "const":
        whole = value.value if isinstance(value.value, int) and not isinstance(value.value, bool) else None
        return whole if whole is not None and 0 < whole <= MOST else None
    if value.kind == "call" and len(value.parts) == 2 and value.parts[1].kind == "call":
        default = value.parts[1].parts[2] if len(value.parts[1].parts) == 3 else None
        return number(text_of(default)) or _whole(default)
    return None


def _truth(value: Expr | None) -> bool:
    return value is not None and value.kind == "const" and value.value is True
