"""A folder in; the git repositories below it out."""

from __future__ import annotations

import os
from pathlib import Path

from consolidator.errors import UsageError
from consolidator.fleet.values import Service
from consolidator.masking import printable

_PASSED = frozenset({"node_modules", "__pycache__", "site-packages"})


def discover(folder: str) -> tuple[Service, ...]:
    """A service for each repository at or below `folder`, named by its path, in order.

    A repository inside another, a hidden folder and a symbolic link are not entered. Raises UsageError.
    """
    top = Path(folder).resolve()
    if not top.is_dir():
        raise UsageError(f"--discover: {printable(folder)} is not a folder", "name a folder that holds repositories")
    found = []
    for place, folders, files in os.walk(top):
        if ".git" in folders or ".git" in files:
            found.append(Path(place))
            folders.clear()
        folders[:] = sorted(each for each in folders if not each.startswith(".") and each not in _PASSED)
    return tuple(Service(_name(each, top), str(each)) for each in found)


def _name(place: Path, top: Path) -> str:
    return top.name if place == top else place.relative_to(top).as_posix()
