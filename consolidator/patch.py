"""A ChangeSet -> patch text that plain `git apply` takes, and its numbers."""

from __future__ import annotations

from typing import NamedTuple

from consolidator.git.command import decode
from consolidator.git.difference import diff
from consolidator.model import ChangeSet


class Stat(NamedTuple):
    """Lines added to and removed from one file; None for a binary file."""

    path: str
    added: int | None
    removed: int | None


def to_patch(changes: ChangeSet) -> bytes:
    """Return the changes as a git patch, in path order, empty for none.

    New files, modes, a missing final newline, CRLF, bytes that are not UTF-8 and names that git quotes are all kept:
    applied to the state before, it gives exactly the bytes after. Raises EnvironmentFailed without git.
    """
    return diff(changes, "--patch", "--binary", "--full-index")


def numstat(changes: ChangeSet) -> tuple[Stat, ...]:
    """Return how many lines each changed file gains and loses, in path order."""
    rows = diff(changes, "--numstat", "-r", "-z").split(b"\0")
    return tuple(_stat(row) for row in rows if row)


def _stat(row: bytes) -> Stat:
    added, removed, path = row.split(b"\t", 2)
    return Stat(decode(path), _count(added), _count(removed))


def _count(field: bytes) -> int | None:
    return None if field == b"-" else int(field)
