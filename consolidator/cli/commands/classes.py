"""The classes that the user named and a commit in; an error where nobody defines one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from consolidator.config.values import suggestion
from consolidator.errors import UsageError
from consolidator.model import Snapshot
from consolidator.regex import lazy

_CLASS = lazy(rb"^[ \t]*class[ \t]+([^\s(:\[]+)", re.MULTILINE)


def check_classes(wanted: Iterable[str], snapshot: Snapshot) -> None:
    """Raise UsageError for a name of `--client-class` that no module defines.

    A definition is told by its text alone, so that one in a file that does not parse counts.
    """
    names = dict.fromkeys(wanted)
    if not names:
        return
    sources = (snapshot.texts[path] for path in snapshot.texts if path.endswith(".py"))
    known = {name.decode("utf-8", "replace") for data in sources for name in _CLASS.findall(data)}
    missing = next((name for name in names if name not in known), None)
    if missing is not None:
        near = suggestion(missing.rpartition(".")[2], known)
        cure = near if near.startswith("did") else "name a class of the service, without its module"
        raise UsageError(f"--client-class: no class is called {missing!r}", cure)
