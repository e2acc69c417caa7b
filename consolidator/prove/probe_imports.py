"""Imports modules, each in a fork of its own, and prints one line of JSON: path -> last line of the traceback, or null.

Runs as a script in the target's interpreter. Each argument is a module as JSON: its posix `path` relative to the
current folder, its `name`, null where the path is none (`jobs/nightly-run.py`), the `roots` that its imports start
from, and `own`, the names below those roots that must be answered by the commit and by nothing installed.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any


def load(module: dict[str, Any]) -> None:
    """Import a module by its name, or from its file where it has none."""
    sys.path[:0] = [str(Path(root).resolve()) for root in module["roots"]]
    if not module["name"]:
        sys.path.insert(0, str(Path(module["path"]).parent.resolve()))
        spec = importlib.util.spec_from_file_location("imported", module["path"])
        assert spec is not None and spec.loader is not None
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
        return
    try:
        importlib.import_module(module["name"])
    finally:
        for name in module["own"]:
            must_be_of_the_commit(name)


def must_be_of_the_commit(name: str) -> None:
    """Raise where an installed copy answered, such as an editable install of the user's own checkout."""
    places = getattr(sys.modules.get(name), "__path__", None) or [getattr(sys.modules.get(name), "__file__", None)]
    outside = [place for place in places if place and not Path(place).resolve().is_relative_to(Path.cwd().resolve())]
    if outside:
        raise ImportError(f"{name} was imported from {outside[0]}, not from the commit")


def attempt(module: dict[str, Any]) -> str | None:
    """The last line of the traceback that importing a module ends in, or None."""
    try:
        load(module)
    except BaseException as error:
        return traceback.format_exception_only(type(error), error)[-1].strip()
    return None


def in_fork(module: dict[str, Any]) -> str | None:
    """`attempt` in a child process: the order of imports hides cycles, so each starts from nothing."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, json.dumps(attempt(module)).encode()[:60000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        answer = stream.read()
    status = os.waitpid(child, 0)[1]
    return json.loads(answer) if answer else f"the process ended with status {status}"


modules = [json.loads(argument) for argument in sys.argv[1:]]
print("\n" + json.dumps({module["path"]: in_fork(module) for module in modules}))
