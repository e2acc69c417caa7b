"""A ChangeSet -> the user's work tree, all files or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from consolidator.errors import EnvironmentFailed, Refused
from consolidator.git.gates import check_settled
from consolidator.git.paths import check_changes
from consolidator.git.repository import locate
from consolidator.masking import printable
from consolidator.model import Change, ChangeSet, Snapshot


class _Write(NamedTuple):
    place: Path
    old: bytes | None
    new: bytes
    executable: bool


def apply_to_worktree(repo_path: str, snapshot: Snapshot, changes: ChangeSet) -> None:
    """Write `changes` into the checked-out files, each replaced in one step, its mode kept.

    A file that was checked out with CRLF line endings for LF in the commit (`core.autocrlf`) keeps its CRLF.

    Raises Refused where a file differs from the snapshot's commit or one to create exists already, and for the gates
    of `check_changes`; EnvironmentFailed where writing fails. Either way no file is changed.
    """
    repository = locate(repo_path)
    check_settled(repository)
    check_changes(repository.root, snapshot, changes)
    root = Path(repository.root)
    writes = [_write_for(root, change) for change in changes.changes]
    try:
        with _all_or_nothing() as undo:
            staged = [_stage(step, undo) for step in writes]
            for step, temporary in zip(writes, staged, strict=True):
                undo.callback(_take_back, step)
                temporary.replace(step.place)
    except OSError as error:
        raise EnvironmentFailed(
            f"The work tree {printable(repository.root)} cannot be written: {printable(str(error))}.",
            "Make its files writable for you; nothing was changed.",
        ) from error


def _write_for(root: Path, change: Change) -> _Write:
    """What to write, once it is sure that nothing uncommitted is lost by it."""
    place, shown = root / change.path, printable(change.path)
    if change.before is None:
        if os.path.lexists(place):
            raise Refused(f"{shown} exists already in the work tree.", "Move it away, or name another --target.")
        return _Write(place, None, change.after, change.mode == "100755")
    try:
        present = place.read_bytes()
    except OSError as error:
        raise Refused(f"{shown} is not in the work tree.", f"Bring it back: git restore {shown}.") from error
    if present == change.before:
        return _Write(place, present, change.after, False)
    if b"\r" not in change.before and present == change.before.replace(b"\n", b"\r\n"):
        return _Write(place, present, change.after.replace(b"\n", b"\r\n"), False)
    raise Refused(
        f"{shown} has changes that are not in the commit; they would be overwritten.",
        "Commit or stash them first, or leave out --no-commit to get a branch.",
    )


@contextmanager
def _all_or_nothing() -> Iterator[ExitStack]:
    """Give a stack of steps that take everything back; they run only when the block fails."""
    with ExitStack() as undo:
        yield undo
        undo.pop_all()


def _stage(step: _Write, undo: ExitStack) -> Path:
    """Write the content next to its place, complete with mode and owner."""
    folder = step.place.parent
    for missing in reversed([place for place in (folder, *folder.parents) if not place.exists()]):
        missing.mkdir()
        undo.callback(missing.rmdir)
    handle, name = tempfile.mkstemp(prefix=".consolidate-", dir=folder)
    undo.callback(Path(name).unlink, missing_ok=True)
    with os.fdopen(handle, "wb") as file:
        file.write(step.new)
    _dress(Path(name), step)
    return Path(name)


def _dress(temporary: Path, step: _Write) -> None:
    """Give the file the mode and owner of the one it replaces, or those of any new file."""
    if step.old is None:
        # The umask can be read only by setting it.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod((0o777 if step.executable else 0o666) & ~umask)
        return
    status = step.place.stat()
    with suppress(PermissionError):
        os.chown(temporary, status.st_uid, status.st_gid)
    temporary.chmod(status.st_mode & 0o7777)


def _take_back(step: _Write) -> None:
    if step.old is None:
        step.place.unlink(missing_ok=True)
    else:
        step.place.write_bytes(step.old)
