"""A commit -> the rows of its tree and the bytes of its blobs."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from consolidator.git.command import Child, ask, decode, read, stream
from consolidator.git.failures import explain
from consolidator.git.repository import Repository
from consolidator.model import Entry

UNKNOWN_SIZE = -1


def entries_of(rows: bytes) -> tuple[Entry, ...]:
    """Return the rows of a tree in git's order; sizes are not asked for."""
    return tuple(_entry(row) for row in rows.split(b"\0") if row)


def _entry(row: bytes) -> Entry:
    head, _, path = row.partition(b"\t")
    mode, _, oid = head.decode().split(" ")
    return Entry(decode(path), mode, oid, UNKNOWN_SIZE)


def blob_id(content: bytes, like: str) -> str:
    """Return the object id git gives to `content`, in the hash that the id `like` is made with.

    Source: https://git-scm.com/book/en/v2/Git-Internals-Git-Objects, and for SHA-256 repositories
    https://git-scm.com/docs/hash-function-transition.
    """
    head = b"blob %d\0" % len(content)
    made = hashlib.sha256(head) if len(like) == 64 else hashlib.sha1(head, usedforsecurity=False)
    made.update(content)
    return made.hexdigest()


def sizes(repository: Repository, oids: Sequence[str]) -> dict[str, int]:
    """Return the size in bytes of each blob; raises EnvironmentFailed where one is missing or damaged."""
    if not oids:
        return {}
    asked = "\n".join(oids).encode() + b"\n"
    doing = "read the commit's files"
    output = read(repository.root, "cat-file", "--batch-check=%(objectname) %(objectsize)", stdin=asked, doing=doing)
    rows = [line.split(" ") for line in output.stdout.decode().splitlines()]
    lost = next((row[0] for row in rows if not row[1].isdigit()), None)
    if lost:
        raise explain(f"fatal: object {lost} is missing", repository.root, doing)
    return {oid: int(size) for oid, size in rows}


def blobs(repository: Repository, oids: Iterable[str]) -> Iterator[bytes]:
    """Give the content of each blob in turn, one in memory at a time; raises EnvironmentFailed for a damaged one."""
    wanted = list(oids)
    if not wanted:
        return
    with stream(
        repository.root, "cat-file", "--batch", "--buffer", lines=wanted, doing="read the commit's files"
    ) as out:
        for oid in wanted:
            fields = out.readline().split()
            if len(fields) == 2:
                raise explain(f"fatal: object {oid} is missing", repository.root, "read the commit's files")
            if len(fields) != 3:
                raise EOFError
            content = out.read(int(fields[2]) + 1)
            if len(content) != int(fields[2]) + 1:
                raise EOFError
            yield content[:-1]


def not_downloaded(repository: Repository, commit: str) -> frozenset[str]:
    """Return the ids of objects that a partial clone has left on its server; empty for a full clone.

    Asking for one of them would fetch it, with the transport programs that the repository's configuration names.
    Source: https://git-scm.com/docs/partial-clone.
    """
    if not is_partial(repository):
        return frozenset()
    listed = read(
        repository.root,
        *("rev-list", "--objects", "--missing=print", "--no-object-names", commit + "^{tree}"),
        doing="list the commit's objects",
    )
    return frozenset(line[1:] for line in listed.stdout.decode().splitlines() if line.startswith("?"))


def is_partial(repository: Repository) -> bool:
    """Whether a clone may have left objects on its server."""
    asked = r"^(extensions\.partialclone|remote\..*\.promisor)$"
    return not ask(repository.root, "config", "--get-regexp", asked).status


class Stored:
    """The blobs of a repository, each read when it is asked for; one git that waits gives all of them."""

    def __init__(self, repository: Repository) -> None:
        self._root = repository.root
        self._child: Child | None = None

    def read(self, oid: str) -> bytes:
        """The content of a blob; raises EnvironmentFailed where it is missing or damaged."""
        if self._child is None:
            self._child = Child(self._root, "cat-file", "--batch")
        try:
            fields = self._child.ask(oid).split()
            content = self._child.take(int(fields[2]) + 1) if len(fields) == 3 else b""
        except BaseException:
            # What it says next may belong to this question.
            self._child.end()
            self._child = None
            raise
        if not content:
            raise explain(f"fatal: object {oid} is missing", self._root, "read the commit's files")
        return content[:-1]
