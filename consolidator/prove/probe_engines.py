"""Notes each engine that a service creates, with the line of the service that did it, and changes nothing else.

Stands as `sitecustomize` ahead of the service's own import path (https://docs.python.org/3/library/site.html), in every
process that serves it, and hands on to a `sitecustomize` that is there already. CONSOLIDATE_ENGINES_LOG names the
file that gets a line `process id, path, line number` for each engine, CONSOLIDATE_ENGINES_CODE the service's folder.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import os
import sys
from functools import wraps
from pathlib import Path
from typing import Any

MODULE = "sqlalchemy.engine.create"
"""Every engine, an asynchronous one as well, comes from `create_engine` of this module.

The class is left alone: SQLAlchemy reads its signature to tell the engine's arguments from the pool's.
"""
LOG = os.environ.get("CONSOLIDATE_ENGINES_LOG", "")
CODE = os.path.realpath(os.environ.get("CONSOLIDATE_ENGINES_CODE", "")) + os.sep


class Finder:
    """Steps aside for all modules but one, and counts from the moment that one is imported."""

    @staticmethod
    def find_spec(name: str, path: Any = None, target: Any = None) -> Any:
        """The module's own spec, with the count put in behind its execution."""
        if name != MODULE:
            return None
        sys.meta_path.remove(Finder)
        spec = importlib.machinery.PathFinder.find_spec(name, path, target)
        if spec is not None and spec.loader is not None:
            execute = spec.loader.exec_module

            def and_count(module: Any) -> None:
                execute(module)
                count(module)

            spec.loader.exec_module = and_count  # type: ignore[method-assign]
        return spec


def count(module: Any) -> None:
    """Have each new engine noted, before anybody has imported the function."""
    create = module.create_engine

    @wraps(create)
    def noted(*arguments: Any, **named: Any) -> Any:
        engine = create(*arguments, **named)
        try:
            note()
        except Exception:  # whatever it is, the service goes on
            return engine
        return engine

    module.create_engine = noted


def note() -> None:
    """Write down the innermost line of the service that is at work; none where a library made the engine by itself."""
    frame: Any = sys._getframe(2)
    while frame is not None:
        named = frame.f_code.co_filename
        path = os.path.realpath(named) if not named.startswith("<") else ""  # generated code has no file
        if path.startswith(CODE) and f"{os.sep}site-packages{os.sep}" not in path:
            line = f"{os.getpid()}\t{path[len(CODE) :]}\t{frame.f_lineno}\n"
            file = os.open(LOG, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            os.write(file, line.encode("utf-8", "surrogateescape"))
            os.close(file)
            return
        frame = frame.f_back


def hand_on() -> None:
    """Run the `sitecustomize` that this one hides."""
    here = Path(__file__).resolve().parent
    sys.path[:] = [each for each in sys.path if Path(each).resolve() != here]
    sys.modules.pop("sitecustomize", None)
    try:
        importlib.import_module("sitecustomize")
    except ImportError:
        return


if LOG:
    sys.meta_path.insert(0, Finder)
hand_on()
