"""The rows of a commit's tree -> the text of each file, read when somebody asks for it and not held for long."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping

from consolidator.git.objects import Stored, blob_id
from consolidator.git.repository import Repository
from consolidator.git.selection import limit_of
from consolidator.model import Entry

ROOM = 16 * 1024 * 1024
"""Bytes of texts that are held because they were asked for; more stages than one ask for the same."""


class Texts(Mapping[str, bytes]):
    """The bytes of files, always those of the commit, whatever becomes of the work tree meanwhile.

    `held` are those that are in memory already. Asking for another raises EnvironmentFailed where its object is
    damaged and no file that is checked out holds the same.
    """

    def __init__(self, repository: Repository, entries: Mapping[str, Entry], held: Mapping[str, bytes]) -> None:
        self._repository = repository
        self._entries = entries
        self._held = held
        self._stored = Stored(repository)
        self._asked: dict[str, bytes] = {}
        self._room = ROOM

    def __getitem__(self, path: str) -> bytes:
        if path in self._held:
            return self._held[path]
        if path not in self._asked:
            content = self._read(self._entries[path])
            self._room -= len(content)
            if self._room < 0:
                self._asked.clear()
                self._room = ROOM - len(content)
            self._asked[path] = content
        return self._asked[path]

    def _read(self, entry: Entry) -> bytes:
        content = None if self._repository.is_bare else from_work_tree(self._repository.root, entry)
        return self._stored.read(entry.oid) if content is None else content

    def __contains__(self, path: object) -> bool:
        return path in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __reduce__(self) -> tuple[object, ...]:
        return dict, (dict(self),)


def from_work_tree(root: str, entry: Entry) -> bytes | None:
    """The blob's bytes where the checked-out file holds exactly them: the object id is a hash of the content.

    So neither time stamps nor line-ending conversion nor filters can make a difference, and none is consulted.
    """
    content = regular_file(f"{root}/{entry.path}", limit_of(entry.path) or 0)
    return content if content is not None and blob_id(content, entry.oid) == entry.oid else None


def regular_file(place: str, limit: int) -> bytes | None:
    """The bytes of a regular file of at most `limit` bytes, None for anything else."""
    try:
        handle = os.open(place, os.O_RDONLY | _SAFE_OPEN)
    except (OSError, ValueError):
        return None
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
            return None
        return os.read(handle, status.st_size + 1)
    except OSError:
        return None
    finally:
        os.close(handle)


# A named pipe in the place of a file must not stop the reading, a link must not lead it elsewhere.
_SAFE_OPEN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
