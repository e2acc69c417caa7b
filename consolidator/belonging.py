"""The paths of a commit to those that are the service's own: no virtual environment, no installed package."""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.filetree import ancestors, folder_of
from consolidator.regex import lazy

_INSTALLED = lazy(r"(^|/)(node_modules|site-packages|dist-packages|\.?venv|\.tox|\.nox)/")
_COPIED = lazy(r"(^|/)(vendor|third_party)/")
_ENVIRONMENT = "pyvenv.cfg"
"""Marks the folder of a virtual environment, whatever it is called (PEP 405)."""


def own_paths(paths: Iterable[str]) -> frozenset[str]:
    """The paths without those of virtual environments and installed packages."""
    known = frozenset(paths)
    environments = {folder_of(path) for path in known if path.rpartition("/")[2] == _ENVIRONMENT}
    return frozenset(path for path in known if not _INSTALLED.search(path) and not _lies_in(path, environments))


def is_copied(path: str) -> bool:
    """Whether a file is a copy of somebody else's code: it can be imported, and is not read."""
    return _COPIED.search(path) is not None


def _lies_in(path: str, folders: set[str]) -> bool:
    return bool(folders) and any(folder in folders for folder in ancestors(folder_of(path)) if folder)
