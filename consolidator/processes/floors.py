"""The processes that load a file, and what its folder declares, to the oldest Python that the file must run on."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping

from consolidator.model import Process
from consolidator.processes.versions import Versions

_UNKNOWN = (3, 9)
"""Assumed where nothing tells: older ones are no longer maintained, https://devguide.python.org/versions/ ."""


class Floors:
    """The oldest Python of each file."""

    def __init__(self, processes: Iterable[Process], texts: Mapping[str, bytes]) -> None:
        self._processes = tuple(processes)
        self._texts = texts
        self._versions: Versions | None = None

    def python(self, path: str, loaded_by: Iterable[str] = ()) -> tuple[int, int]:
        """The oldest Python that runs the file; one that is new runs in the processes that load `loaded_by`."""
        paths = frozenset({path, *loaded_by})
        running = [process.python for process in self._processes if paths & process.reach]
        if self._versions is None:
            self._versions = Versions(self._texts)
        declared = self._versions.python(posixpath.dirname(path))
        return min((row for row in (*running, declared) if row is not None), default=_UNKNOWN)
