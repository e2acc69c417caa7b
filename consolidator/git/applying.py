"""A ChangeSet -> the user's work tree, all files or none."""

from __future__ import annotations

import os
from pathlib import Path

from consolidator.errors import EnvironmentFailed, Refused
from consolidator.git.gates import check_settled
from consolidator.git.journal import Step, dress, journal, note, settle
from consolidator.git.paths import check_changes
from consolidator.git.repository import locate
from consolidator.masking import printable
from consolidator.model import Change, ChangeSet, Snapshot


def apply_to_worktree(repo_path: str, snapshot: Snapshot, changes: ChangeSet) -> None:
    """Write `changes` into the checked-out files, each replaced in one step, its mode kept.

    A file that was checked out with CRLF line endings for LF in the commit (`core.autocrlf`) keeps its CRLF.

    Raises Refused where a file differs from the snapshot's commit or one to create exists already, and for the gates
    of `check_changes`; EnvironmentFailed where writing fails. Either way no file is changed, nor where a signal ends
    this; after a kill `recover` brings the files back.
    """
    repository = locate(repo_path)
    check_settled(repository)
    root = repository.root
    try:
        with journal(repository) as place:
            check_changes(root, snapshot, changes)
            steps = [_step(Path(root), change) for change in changes.changes]
            staged = note(root, place, steps)
            for step, change, temporary in zip(steps, changes.changes, staged, strict=True):
                _stage(Path(root) / step.path, step, temporary, change.mode == "100755")
            for step, temporary in zip(steps, staged, strict=True):
                temporary.replace(Path(root) / step.path)
            settle(place)
    except OSError as error:
        raise EnvironmentFailed(
            f"The work tree {printable(root)} cannot be written: {printable(str(error))}.",
            "Make its files writable for you; nothing was changed.",
        ) from error


def _step(root: Path, change: Change) -> Step:
    """What to write, once it is sure that nothing uncommitted is lost by it."""
    place, shown = root / change.path, printable(change.path)
    if change.before is None:
        if os.path.lexists(place):
            raise Refused(f"{shown} exists already in the work tree.", "Move it away, or name another --target.")
        return Step(change.path, None, change.after)
    try:
        present = place.read_bytes()
    except OSError as error:
        raise Refused(f"{shown} is not in the work tree.", f"Bring it back: git restore {shown}.") from error
    if present == change.before:
        return Step(change.path, present, change.after)
    if b"\r" not in change.before and present == change.before.replace(b"\n", b"\r\n"):
        return Step(change.path, present, change.after.replace(b"\n", b"\r\n"))
    raise Refused(
        f"{shown} has changes that are not in the commit; they would be overwritten.",
        "Commit or stash them first, or leave out --no-commit to get a branch.",
    )


def _stage(place: Path, step: Step, temporary: Path, executable: bool) -> None:
    """Write the content next to its place, complete with mode and owner."""
    place.parent.mkdir(parents=True, exist_ok=True)
    temporary.write_bytes(step.new)
    if step.old is not None:
        dress(temporary, place)
    elif executable:
        mode = temporary.stat().st_mode
        temporary.chmod(mode | (mode & 0o444) >> 2)
