"""Bytes of files to what was read of them in earlier runs, kept in the user's cache.

An entry is found by the content of a file and by what reads it. It is a pickle of values: one that builds anything but
`VALUES` is refused, one whose checksum is not its own is none, and a folder that others may write to is not used.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

import consolidator
from consolidator.regex import lazy

LIMIT = 256 * 1024 * 1024
"""Bytes that all entries may take; beyond them the oldest go."""
MOST = 50_000
"""Entries, likewise: that of a file seen once is empty."""
_CHECK = 16
_WITH_PASSWORD = lazy(rb"://[^\s/'\"]*:[^\s/'\"]*@")

Values = tuple[Any, ...]


class Kept:
    """The entries in one folder. Nothing that goes wrong with one is more than a miss."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: set[str] = set()
        self.has_new = False

    def find(self, data: bytes) -> Values | None:
        """What was read of a file of this content; None where that is unknown."""
        key = _key(data)
        try:
            entry = self._place(key).read_bytes()
        except OSError:
            return None
        if not entry:
            self._seen.add(key)
            return None
        from consolidator.packing import unpacked

        content = _unsealed(entry)
        return None if content is None else unpacked(content)

    def keep(self, data: bytes, values: Values) -> None:
        """Keep what was read where a file is read for the second time, and remember the first.

        To keep it takes half as long as to read it, which a run on a machine that is thrown away would pay for nothing.
        A text with a password in a URL is not copied.
        """
        if b"://" in data and _WITH_PASSWORD.search(data):
            return
        from consolidator.packing import packed

        key = _key(data)
        content = packed(values) if key in self._seen else None
        if key not in self._seen or content is not None:
            self._put(key, b"" if content is None else _sealed(content))

    def get(self, name: bytes) -> bytes | None:
        """What was put under a name; None where that is nothing, or not whole."""
        try:
            entry = self._place(_key(name)).read_bytes()
        except OSError:
            return None
        return _unsealed(entry)

    def put(self, name: bytes, content: bytes) -> None:
        """Keep bytes under a name, for whoever asks next."""
        self._put(_key(name), _sealed(content))

    def _put(self, key: str, entry: bytes) -> None:
        with suppress(OSError):
            self._write(self._place(key), entry)
            self.has_new = True

    def _place(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]

    def _write(self, place: Path, entry: bytes) -> None:
        """Whole or not at all, whoever else writes the same."""
        place.parent.mkdir(mode=0o700, exist_ok=True)
        fresh = place.with_name(f"{place.name}.{os.getpid()}")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(entry)
            fresh.replace(place)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise


def _key(data: bytes) -> str:
    return blake2b(data, digest_size=20).hexdigest()


def _sealed(content: bytes) -> bytes:
    return blake2b(content, digest_size=_CHECK).digest() + content


def _unsealed(entry: bytes) -> bytes | None:
    check, content = entry[:_CHECK], entry[_CHECK:]
    return content if blake2b(content, digest_size=_CHECK).digest() == check else None


@contextmanager
def keeping(environ: Mapping[str, str], *, trims: bool = True) -> Iterator[Kept | None]:
    """The entries of this version in the user's cache; None where there is no place for them that is the user's own.

    Where there are new ones, the oldest go at the end, unless that is left to whoever `trims`: to look at thousands of
    entries takes as long as a scan, and those of files are nearly all of them.
    """
    root = _root(environ)
    kept = None
    if root is not None:
        with suppress(OSError):
            folder = root / _reader()
            folder.mkdir(mode=0o700, exist_ok=True)
            kept = Kept(folder)
    yield kept
    if trims and root is not None and kept is not None and kept.has_new:
        with suppress(OSError):
            trim(root)


def _root(environ: Mapping[str, str]) -> Path | None:
    """The folder of all entries, made where it is missing (https://specifications.freedesktop.org/basedir-spec/)."""
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or "")
    given = Path(environ.get("XDG_CACHE_HOME") or home / ".cache")
    if not given.is_absolute():
        return None
    root = given / "consolidate" / "facts"
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        root.mkdir(mode=0o700, exist_ok=True)
        found = root.lstat()
    except OSError:
        return None
    is_own = os.name != "posix" or (found.st_uid == os.geteuid() and not found.st_mode & 0o077)
    return root if stat.S_ISDIR(found.st_mode) and is_own else None


def _reader() -> str:
    """A name for what reads files: this version, its modules as they are installed, and the Python that parses."""
    package = Path(consolidator.__file__).parent
    files = [file for folder in ("model", "syntax") for file in sorted((package / folder).glob("*.py"))]
    files += [package / name for name in ("glances.py", "noting.py", "packing.py", "words.py")]
    found = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return blake2b(repr((consolidator.__version__, sys.version, found)).encode(), digest_size=8).hexdigest()


def trim(root: Path) -> None:
    """Take the oldest entries away while there are more of them than there may be."""
    rows = [(file.stat(), file) for file in root.glob("*/*/*")]
    size, count = sum(row.st_size for row, _ in rows), len(rows)
    if size <= LIMIT and count <= MOST:
        return
    for row, file in sorted(rows, key=lambda item: item[0].st_mtime_ns):
        if size <= LIMIT * 3 // 4 and count <= MOST * 3 // 4:
            break
        file.unlink(missing_ok=True)
        size, count = size - row.st_size, count - 1
