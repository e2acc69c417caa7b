"""Nothing in; what tells this installation of the tool from every other one out."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import consolidator

_SITES = ("site-packages", "dist-packages")
"""What the folders are called that packages are installed in (https://docs.python.org/3/library/site.html)."""


def installed() -> tuple[object, ...]:
    """The version, its files with their sizes and times, Python, and the state of the packages that it stands beside.

    Raises OSError where it is taken away meanwhile.
    """
    package = Path(consolidator.__file__).parent
    sites = [place for place in map(Path, sys.path) if place.name in _SITES and place.is_dir()]
    # A folder has another time once a package comes, goes or is replaced.
    beside = [(str(place), place.stat().st_mtime_ns) for place in sites]
    files = [sorted(_files(str(place))) for place in (package, package.with_name("templates")) if place.is_dir()]
    return consolidator.__version__, sys.version, sys.platform, beside, files


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Path, size and time of every file below a folder; compiled modules follow from the others."""
    for row in os.scandir(folder):
        if not row.is_dir():
            said = row.stat()
            yield row.path, said.st_size, said.st_mtime_ns
        elif row.name != "__pycache__":
            yield from _files(row.path)
