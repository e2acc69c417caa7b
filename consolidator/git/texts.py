"""The rows of a commit's tree -> the text of each file, read when somebody asks for it and not held for long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from consolidator.git.objects import Stored, blob_id
from consolidator.git.regular import regular_file
from consolidator.git.repository import Repository
from consolidator.git.selection import limit_of
from consolidator.model import Entry

ROOM = 16 * 1024 * 1024
"""Bytes of texts that are held because they were asked for; more stages than one ask for the same."""


class Texts(Mapping[str, bytes]):
    """The bytes of files, always those of the commit, whatever becomes of the work tree meanwhile.

    `held` are those that are in memory already. Asking for another raises EnvironmentFailed where its object is
    damaged and no file that is checked out holds the same. `is_sure` is whether everything that was read was held
    against its id, and nothing was left on a server that may come later.
    """

    def __init__(
        self, repository: Repository, entries: Mapping[str, Entry], held: Mapping[str, bytes], is_sure: bool
    ) -> None:
        self.is_sure = is_sure
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
        if content is None:
            content = self._stored.read(entry.oid)
            self.is_sure = self.is_sure and blob_id(content, entry.oid) == entry.oid
        return content

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
