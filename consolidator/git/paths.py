"""A ChangeSet against a tree and a folder -> nothing, or the refusal of a path that must not be written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path

from consolidator.errors import Refused
from consolidator.filetree import is_taken
from consolidator.git.objects import blob_id
from consolidator.masking import printable
from consolidator.model import Change, ChangeSet, Entry, Snapshot

_WORK_ON_FILES = "Replace the link by a regular file, or name another place with --target."
_RUN_AGAIN = "Run the command again, so that it starts from the present commit."


def is_inside(path: str) -> bool:
    """Whether a tree's path names a place below the repository's root and outside of `.git`."""
    parts = path.split("/")
    hidden = any(part.lower().rstrip(". ") in (".git", "git~1") for part in parts)
    return not hidden and not any(part in ("", ".", "..") or "\0" in part or os.sep in part for part in parts)


def check_changes(root: str, snapshot: Snapshot, changes: ChangeSet) -> None:
    """Raise Refused for a path that leads out of the repository, through a symbolic link, or was not what it was.

    Both the commit's tree and the work tree at `root` are asked about links.
    """
    entries = {entry.path: entry for entry in snapshot.entries}
    _check_case(entries, changes)
    folders = {parent for path in entries for parent in _parents(path)}
    paths = [change.path for change in changes.changes]
    files = entries.keys() | set(paths)
    for change in changes.changes:
        if not is_inside(change.path) or paths.count(change.path) > 1:
            raise Refused(
                f"{printable(change.path)} is not a place for a file of this repository.", "Name one with --target."
            )
        _check_parents(change.path, files)
        _check_against_tree(change, entries.get(change.path), change.path in folders)
        _check_links(root, change.path)


def _check_case(entries: Mapping[str, Entry], changes: ChangeSet) -> None:
    """Raise Refused for a new file whose name another has already where case does not tell files apart."""
    for change in changes.changes:
        other = change.path not in entries and next((path for path in entries if is_taken((path,), change.path)), None)
        if other:
            raise Refused(
                f"{printable(change.path)} and {printable(other)} are one file on macOS and Windows.",
                "Name another place with --target.",
            )


def _check_parents(path: str, files: AbstractSet[str]) -> None:
    above = next((parent for parent in _parents(path) if parent in files), None)
    if above is not None:
        raise Refused(
            f"{printable(path)} cannot be written: {printable(above)} is a file, a symbolic link or a submodule.",
            _WORK_ON_FILES,
        )


def _check_against_tree(change: Change, entry: Entry | None, is_folder: bool) -> None:
    shown = printable(change.path)
    if is_folder:
        raise Refused(f"{shown} is a folder of the commit, not a file.", "Name another place with --target.")
    if entry is None:
        if change.before is not None:
            raise Refused(f"{shown} is not a file of the commit.", _RUN_AGAIN)
    elif not entry.is_regular:
        raise Refused(f"{shown} is a symbolic link or a submodule; it is never written through.", _WORK_ON_FILES)
    elif change.before is None:
        raise Refused(f"{shown} exists already.", "Move it away, or name another place with --target.")
    elif blob_id(change.before, entry.oid) != entry.oid:
        raise Refused(f"{shown} is not what it was when it was read.", _RUN_AGAIN)


def _check_links(root: str, path: str) -> None:
    place = linked_at(root, path)
    if place:
        raise Refused(
            f"{printable(place)} is a symbolic link in the work tree; it is never written through.", _WORK_ON_FILES
        )


def linked_at(root: str, path: str) -> str | None:
    """The path itself or the folder above it that is a symbolic link in the work tree at `root`, None without one."""
    return next((place for place in (path, *_parents(path)) if Path(root, place).is_symlink()), None)


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(1, len(parts))]
