"""The only door to git: a commit -> Snapshot, a ChangeSet -> a commit, nothing of the target run on the way in."""

from consolidator.git.applying import apply_to_worktree
from consolidator.git.committing import CommitResult, commit
from consolidator.git.gates import OnExists, check_writable
from consolidator.git.reading import read_snapshot
from consolidator.git.repository import Repository, locate
from consolidator.git.worktree import export, switch, temporary_worktree

__all__ = [
    "CommitResult",
    "OnExists",
    "Repository",
    "apply_to_worktree",
    "check_writable",
    "commit",
    "export",
    "locate",
    "read_snapshot",
    "switch",
    "temporary_worktree",
]
