"""A ChangeSet -> patch text that plain `git apply` takes."""

from __future__ import annotations

from consolidator.git.difference import diff
from consolidator.model import ChangeSet


def to_patch(changes: ChangeSet) -> bytes:
    """Return the changes as a git patch, in path order, empty for none.

    New files, modes, a missing final newline, CRLF, bytes that are not UTF-8 and names that git quotes are all kept:
    applied to the state before, it gives exactly the bytes after. Raises EnvironmentFailed without git.
    """
    return diff(changes, "--patch", "--binary", "--full-index")
