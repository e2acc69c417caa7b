"""The only door to git: a commit -> Snapshot, a ChangeSet -> a commit, nothing of the target run on the way in."""

from consolidator.git.applying import apply_to_worktree
from consolidator.git.committing import CommitResult, commit
from consolidator.git.gates import OnExists, check_writable, is_name_in_use
from consolidator.git.history import merge_base, renames
from consolidator.git.reading import checked_out, read_snapshot
from consolidator.git.recovery import recover
from consolidator.git.repository import Repository, folder_in, holds, locate, require_work_tree
from consolidator.git.worktree import export, switch, temporary_worktree

__all__ = [
    "CommitResult",
    "OnExists",
    "Repository",
    "apply_to_worktree",
    "check_writable",
    "checked_out",
    "commit",
    "export",
    "folder_in",
    "holds",
    "is_name_in_use",
    "locate",
    "merge_base",
    "read_snapshot",
    "recover",
    "renames",
    "require_work_tree",
    "switch",
    "temporary_worktree",
]
