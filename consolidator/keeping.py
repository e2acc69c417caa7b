"""Bytes of files to what was read of them in earlier runs, kept in the user's cache.

An entry is found by the content of a file and by what reads it. It is a pickle of values: one that builds anything but
`VALUES` is refused, one whose checksum is not its own is none, and a folder that others may write to is not used.
"""

from __future__ import annotations

import io
import os
import pickle
import stat
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from consolidator import __version__, model
from consolidator.regex import lazy

LIMIT = 256 * 1024 * 1024
"""Bytes that all entries may take; beyond them the oldest go."""
MOST = 50_000
"""Entries, likewise: that of a file seen once is empty."""
VALUES = frozenset(
    {"Span", "Expr", "Import", "Param", "Statement", "Function", "Class", "Binding", "Call", "Ref", "Text", "Pragma"}
)
"""The classes of `model` that facts are made of."""
_CONSTANTS = frozenset({"complex", "Ellipsis"})
"""What constants of Python need beside them."""
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
        return _opened(entry)

    def keep(self, data: bytes, values: Values) -> None:
        """Keep what was read where a file is read for the second time, and remember the first.

        To keep it takes half as long as to read it, which a run on a machine that is thrown away would pay for nothing.
        A text with a password in a URL is not copied.
        """
        if b"://" in data and _WITH_PASSWORD.search(data):
            return
        key = _key(data)
        with suppress(OSError, RecursionError, pickle.PicklingError):
            self._write(self._place(key), _closed(values) if key in self._seen else b"")
            self.has_new = True

    def get(self, name: bytes) -> bytes | None:
        """What was put under a name; None where that is nothing, or not whole."""
        try:
            entry = self._place(_key(name)).read_bytes()
        except OSError:
            return None
        return _unsealed(entry)

    def put(self, name: bytes, content: bytes) -> None:
        """Keep bytes under a name, for whoever asks next."""
        with suppress(OSError):
            self._write(self._place(_key(name)), _sealed(content))
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


def _closed(values: Values) -> bytes:
    return _sealed(zlib.compress(pickle.dumps(values, protocol=5), 1))


def _opened(entry: bytes) -> Values | None:
    content = _unsealed(entry)
    if content is None:
        return None
    try:
        values = _Reader(io.BytesIO(zlib.decompress(content))).load()
    except Exception:  # a pickle that was made by something else may raise anything
        return None
    return values if isinstance(values, tuple) else None


class _Reader(pickle.Unpickler):
    """Builds facts, and nothing that could run (https://docs.python.org/3/library/pickle.html#restricting-globals)."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, where it is one of those that facts are made of."""
        known = getattr(model, name) if name in VALUES else None
        if known is not None and module == known.__module__:
            return known
        if module == "builtins" and name in _CONSTANTS:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} is no part of facts")


@contextmanager
def keeping(environ: Mapping[str, str]) -> Iterator[Kept | None]:
    """The entries of this version in the user's cache; None where there is no place for them that is the user's own."""
    root = _root(environ)
    kept = None
    if root is not None:
        with suppress(OSError):
            folder = root / _reader()
            folder.mkdir(mode=0o700, exist_ok=True)
            kept = Kept(folder)
    yield kept
    if root is not None and kept is not None and kept.has_new:
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
    package = Path(model.__file__).parents[1]
    files = [file for folder in ("model", "syntax") for file in sorted((package / folder).glob("*.py"))]
    files += [package / name for name in ("glances.py", "noting.py", "words.py")]
    found = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    return blake2b(repr((__version__, sys.version, found)).encode(), digest_size=8).hexdigest()


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
