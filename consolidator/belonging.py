"""Paths to whom they belong: to the service, to its tests, to installed packages, to whoever a file was copied from."""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.filetree import ancestors, folder_of
from consolidator.regex import lazy

_INSTALLED = lazy(r"(^|/)(node_modules|site-packages|dist-packages|\.?venv|\.tox|\.nox)/")
_COPIED = lazy(r"(^|/)(vendor|third_party)/")
_TEST_FOLDER = lazy(r"(^|/)(tests?|testing|fixtures|specs?)(/|$)")
_TEST_FILE = lazy(r"^(test_.*|.*_tests?|conftest)\.py$")
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


def is_test_path(path: str) -> bool:
    """Whether a file is test code by its place or name, as pytest and unittest find it."""
    folders, _, name = path.rpartition("/")
    return bool(_TEST_FOLDER.search(folders) or _TEST_FILE.match(name))


def _lies_in(path: str, folders: set[str]) -> bool:
    return bool(folders) and any(folder in folders for folder in ancestors(folder_of(path)) if folder)
