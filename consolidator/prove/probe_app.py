"""Imports an app and prints, as one line of JSON, where it came from and how it is called.

Runs as a script in the target's interpreter, with arguments `module:attribute` and names of modules that may serve it.
"""

from __future__ import annotations

import importlib
import importlib.util
import inspect
import json
import sys
from typing import Any


def is_asgi(app: Any) -> bool:
    """Whether the app is called with (scope, receive, send): by a coroutine function or with three arguments."""
    function = app if inspect.isroutine(app) else type(app).__call__.__get__(app)
    return inspect.iscoroutinefunction(function) or len(inspect.signature(function).parameters) == 3


def can_import(name: str) -> bool:
    """Whether a module is there, without importing it where that can be avoided."""
    try:
        return importlib.util.find_spec(name) is not None
    except ImportError:
        return False


def main() -> None:
    """Print the facts; an import that fails ends in its own traceback."""
    name, _, attribute = sys.argv[1].partition(":")
    module = importlib.import_module(name)
    app: Any = module
    for part in attribute.removesuffix("()").split("."):
        app = getattr(app, part)
    if attribute.endswith("()"):
        app = app()
    facts = {
        "file": getattr(module, "__file__", None),
        "interface": "asgi" if is_asgi(app) else "wsgi",
        "servers": [each for each in sys.argv[2:] if can_import(each)],
    }
    print("\n" + json.dumps(facts))


main()
