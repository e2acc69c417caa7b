"""Paths to whom they belong: to the service, to its tests, to installed packages, to whoever a file was copied from."""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.filetree import ancestors, folder_of
from consolidator.regex import lazy

_INSTALLED = lazy(r"(^|/)(node_modules|site-packages|dist-packages|\.?venv|\.tox|\.nox)/")
_COPIED = ("vendor/", "third_party/")
_TEST_FOLDER = lazy(r"(^|/)(tests?|testing|fixtures|specs?)(/|$)")
_TEST_FILE = lazy(r"^(test_.*|.*_tests?|conftest)\.py$")
_ENVIRONMENT = "pyvenv.cfg"
"""Marks the folder of a virtual environment, whatever it is called (PEP 405)."""


def own_paths(paths: Iterable[str]) -> frozenset[str]:
    """The paths without those of virtual environments and installed packages."""
    known = {path: folder_of(path) for path in paths}
    environments = {folder for path, folder in known.items() if path.endswith(_ENVIRONMENT) and _is_marked(path)}
    # Hundreds of files lie in a folder, and it alone decides.
    others = {folder for folder in set(known.values()) if _is_others(folder, environments)}
    return frozenset(path for path, folder in known.items() if folder not in others)


def is_copied(path: str) -> bool:
    """Whether a file is a copy of somebody else's code: it can be imported, and is not read."""
    return any(path.startswith(folder) or f"/{folder}" in path for folder in _COPIED if folder in path)


def is_test_path(path: str) -> bool:
    """Whether a file is test code by its place or name, as pytest and unittest find it."""
    folders, _, name = path.rpartition("/")
    return bool(_TEST_FOLDER.search(folders) or _TEST_FILE.match(name))


def _is_marked(path: str) -> bool:
    return path.rpartition("/")[2] == _ENVIRONMENT


def _is_others(folder: str, environments: set[str]) -> bool:
    """Whether a folder belongs to installed packages or to a virtual environment."""
    is_installed = _INSTALLED.search(f"{folder}/") is not None
    return is_installed or any(above in environments for above in ancestors(folder) if environments and above)
