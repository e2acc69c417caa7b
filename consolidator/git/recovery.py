"""A repository -> the same without what a run that was killed left in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from consolidator import temporary
from consolidator.errors import ConsolidateError
from consolidator.git.journal import Undone, take_back
from consolidator.git.quarantine import release
from consolidator.git.repository import Repository, locate
from consolidator.git.worktree import forget
from consolidator.masking import printable


def recover(repo_path: str) -> tuple[str, ...]:
    """Remove the temporary folders of dead runs, git's notes of work trees in them, and what keeps their objects.

    What one had written into the work tree, but not to its end, is taken back; what belongs to a living run, and work
    trees that somebody else made, stay as they are. Returns sentences for the user.
    """
    temporary.sweep()
    repository = locate(repo_path)
    release(repository)
    for folder in _dead_worktrees(repository):
        with suppress(ConsolidateError):
            forget(repository, folder)
    return _told(take_back(repository))


def _told(undone: Undone) -> tuple[str, ...]:
    """What the user must know of the work tree."""
    stopped = "An earlier run was stopped while it wrote into the work tree"
    rows = (("taken back", undone.paths), ("changed since and therefore left as they are", undone.edited))
    return tuple(f"{stopped}; {what}: {', '.join(map(printable, paths))}." for what, paths in rows if paths)


def _dead_worktrees(repository: Repository) -> Iterator[Path]:
    """The work trees of ours whose folders are gone; a note of git's holds the path of the work tree's `.git`.

    Source: https://git-scm.com/docs/gitrepository-layout.
    """
    for note in sorted(Path(repository.common_dir).glob("worktrees/*/gitdir")):
        folder = Path(note.read_text(encoding="utf-8", errors="surrogateescape").rstrip("\n")).parent
        if folder.parent.name.startswith(temporary.PREFIX) and temporary.is_gone(folder.parent):
            yield folder
