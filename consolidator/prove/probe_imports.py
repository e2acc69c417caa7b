"""Imports modules, each in a fork of its own, and prints one line of JSON: path -> last line of the traceback, or null.

Runs as a script in the target's interpreter; the arguments are posix paths relative to the current folder.
"""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import sys
import traceback
from pathlib import Path


def load(path: str) -> None:
    """Import the module at `path` by its name, or from the file where the path is no name (`jobs/nightly-run.py`)."""
    parts = Path(path).with_suffix("").parts
    roots = [part for part in ("src",) if parts[0] == part and not Path(part, "__init__.py").exists()]
    name = ".".join(parts[len(roots) :]).removesuffix(".__init__")
    if all(part.isidentifier() for part in name.split(".")):
        importlib.import_module(name)
        return
    sys.path.insert(0, str(Path(path).parent))
    spec = importlib.util.spec_from_file_location("imported", path)
    assert spec is not None and spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


def attempt(path: str) -> str | None:
    """The last line of the traceback that importing `path` ends in, or None."""
    try:
        load(path)
    except BaseException as error:
        return traceback.format_exception_only(type(error), error)[-1].strip()
    return None


def in_fork(path: str) -> str | None:
    """`attempt` in a child process: the order of imports hides cycles, so each starts from nothing."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writing, json.dumps(attempt(path)).encode()[:60000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        answer = stream.read()
    status = os.waitpid(child, 0)[1]
    return json.loads(answer) if answer else f"the process ended with status {status}"


print("\n" + json.dumps({path: in_fork(path) for path in sys.argv[1:]}))
