"""A commit -> its files in a folder of their own, for a while or for good."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from consolidator import temporary
from consolidator.errors import ConsolidateError, EnvironmentFailed, Refused
from consolidator.git.objects import blobs, entries_of
from consolidator.git.paths import is_inside
from consolidator.git.repository import Repository, locate
from consolidator.git.runner import launch, write
from consolidator.git.standing import rows_of
from consolidator.masking import mask, printable
from consolidator.model import ChangeSet, Entry
from consolidator.signals import held_off


def export(repo_path: str, commit: str, dest: str) -> tuple[str, ...]:
    """Write a commit's files into the folder `dest`, byte for byte as stored; return the paths left out.

    Left out are symbolic links that lead outside `dest` and paths no file may have. `dest` is made where it is
    missing; it holds no `.git` of ours. Raises EnvironmentFailed for a damaged object or a full disk.
    """
    repository, root = locate(repo_path), Path(dest)
    entries = [entry for entry in entries_of(rows_of(repository, commit)) if is_inside(entry.path)]
    # Links come last: no file can be written through one.
    files = [entry for entry in entries if entry.is_regular]
    links = [entry for entry in entries if entry.mode == "120000"]
    try:
        root.mkdir(parents=True, exist_ok=True)
        for entry, content in zip(files, blobs(repository, (entry.oid for entry in files)), strict=True):
            write_file(root / entry.path, content, executable=entry.mode == "100755")
        targets = zip(links, blobs(repository, (entry.oid for entry in links)), strict=True)
        return tuple(entry.path for entry, target in targets if not _link(root, entry, target))
    except OSError as error:
        raise EnvironmentFailed(
            f"The files of {commit[:12]} cannot be written to {printable(dest)}: {printable(str(error))}.",
            "Free some space there or name another folder with TMPDIR.",
        ) from error


def write_file(place: Path, content: bytes, executable: bool) -> None:
    """Write a file with the mode git gives to checked-out files, making its folders."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    if executable:
        place.chmod(place.stat().st_mode | 0o111)


def _put(folder: Path, changes: ChangeSet | None) -> None:
    for change in changes.changes if changes else ():
        if not is_inside(change.path):
            raise Refused(f"{printable(change.path)} leads out of the repository.", "Name another place.")
        write_file(folder / change.path, change.after, executable=change.mode == "100755")


def _link(root: Path, entry: Entry, target: bytes) -> bool:
    place = root / entry.path
    where = target.decode("utf-8", "surrogateescape")
    home = root.resolve()
    try:
        aim = (place.parent.resolve() / where).resolve()
        inside = place.parent.resolve().is_relative_to(home) and aim.is_relative_to(home)
        if not inside or place.is_symlink():
            return False
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(where)
    except (OSError, ValueError, RuntimeError):
        return False
    return True


@contextmanager
def temporary_worktree(repo_path: str, commit: str, changes: ChangeSet | None = None) -> Iterator[Path]:
    """Give a git work tree of its own, outside the repository, at `commit` with `changes` written on top.

    HEAD is detached there and the index is the commit's. Files are written byte for byte as stored, without
    filters; see `export` for what is left out. The work tree and git's note of it are gone at the end, also after an
    error or a signal; `recover` removes those of a run that was killed.
    """
    repository = locate(repo_path)
    holder = temporary.make("worktree")
    folder = holder / (Path(repository.root).name or "root")
    try:
        add = ("worktree", "add", "--quiet", "--detach", "--no-checkout", str(folder), commit)
        write(repository, *add, doing="make a temporary work tree")
        write(Repository(str(folder)), "read-tree", commit, doing="fill a temporary work tree")
        export(repo_path, commit, str(folder))
        _put(folder, changes)
        yield folder
    finally:
        with held_off(), suppress(ConsolidateError):
            temporary.remove(holder)
            forget(repository, folder)


def forget(repository: Repository, folder: Path) -> None:
    """Remove a work tree and git's note of it, also where somebody locked it meanwhile."""
    write(repository, "worktree", "remove", "--force", "--force", str(folder), doing="remove a work tree")


def switch(repo_path: str, branch: str, *, run_hooks: bool = True) -> None:
    """Check `branch` out in the user's work tree, as `git switch` does, with its hooks unless told otherwise.

    Raises Refused where git does not switch, such as when uncommitted work would be overwritten.
    """
    repository = locate(repo_path)
    quiet = [] if run_hooks else ["-c", f"core.hooksPath={os.devnull}"]
    output = launch(repository, [*quiet, "switch", "--quiet", "--no-guess", branch], {"GIT_TERMINAL_PROMPT": "0"})
    if output.status:
        said = printable(mask(" ".join(output.stderr.split())))
        raise Refused(
            f"The branch {printable(branch)} could not be checked out; it stays as it is. git says: {said}",
            f"Commit or put away what git names, then run: git switch {printable(branch)}.",
        )
