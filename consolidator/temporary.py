"""A purpose -> a folder that goes with its run: at its end, after a signal, or when the next run looks around."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "consolidate-tmp-"
"""How the names of all such folders begin."""


@contextmanager
def folder(purpose: str) -> Iterator[Path]:
    """Give a new folder that only this user can read; it is gone at the end, however that comes."""
    path = make(purpose)
    try:
        yield path
    finally:
        remove(path)


def make(purpose: str, base: Path | None = None) -> Path:
    """Create a folder (below `base` where given) until `remove` takes it away, or else the end of this process."""
    return _places.make(purpose, (base or Path(tempfile.gettempdir())).resolve())


def remove(path: Path) -> None:
    """Remove a folder made by `make`; a second time does nothing."""
    _places.drop(path)


def sweep(base: Path | None = None) -> None:
    """Remove the folders of runs that were killed: those that no living process holds the lock of."""
    with suppress(OSError), os.scandir((base or Path(tempfile.gettempdir())).resolve()) as rows:
        for row in rows:
            if row.name.startswith(PREFIX) and row.is_dir(follow_symlinks=False):
                _remove_dead(Path(row.path))


def is_gone(path: Path) -> bool:
    """Whether a folder that some run made is gone; that of a dead run goes now."""
    if path.name.startswith(PREFIX):
        _remove_dead(path)
    return not path.exists()


def opened(path: Path) -> int | None:
    """A handle of a folder, None where folders cannot be opened."""
    try:
        return os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except OSError:
        return None


def try_lock(handle: int) -> bool | None:
    """Lock an open folder for this process; the lock ends with it, however that comes.

    False where another process holds it, None where there are no such locks.
    """
    try:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return None
    return True


class _Places:
    """The folders of this process, each locked for as long as it is in use."""

    def __init__(self) -> None:
        self._locks: dict[Path, int | None] = {}
        self._swept: set[Path] = set()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)
        atexit.register(self._clear)

    def make(self, purpose: str, base: Path) -> Path:
        """Create a folder; it is known before it exists, so that no signal can come in between."""
        if base not in self._swept:
            self._swept.add(base)
            sweep(base)
        while True:
            path = base / f"{PREFIX}{purpose}-{secrets.token_hex(6)}"
            self._locks[path] = None
            path.mkdir(mode=0o700)
            self._locks[path] = _locked(path)
            # Another run's sweep may have come before the lock and have taken the folder for a dead run's.
            if path.exists():
                return path
            self.drop(path)

    def drop(self, path: Path) -> None:
        """Remove a folder; it stays known until it is gone."""
        shutil.rmtree(path, ignore_errors=True)
        handle = self._locks.pop(path, None)
        if handle is not None:
            os.close(handle)

    def _clear(self) -> None:
        for path in tuple(self._locks):
            self.drop(path)

    def _forget(self) -> None:
        """In a fork: the folders are those of the process that made them."""
        for handle in self._locks.values():
            if handle is not None:
                os.close(handle)
        self._locks.clear()


def _locked(path: Path) -> int | None:
    """An open handle of a folder that holds its lock, waiting for a sweep at work; None where there are no locks."""
    handle = opened(path)
    if handle is None:
        return None
    with suppress(ImportError, OSError):
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
    return handle


def _remove_dead(path: Path) -> None:
    handle = opened(path)
    if handle is None:
        return
    try:
        if try_lock(handle):
            shutil.rmtree(path, ignore_errors=True)
    finally:
        os.close(handle)


_places = _Places()
