"""The only door to git: a commit -> Snapshot, a ChangeSet -> a commit, nothing of the target run on the way in.

What only reads loads nothing of what writes.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from consolidator.git.applying import apply_to_worktree
    from consolidator.git.committing import CommitResult, commit
    from consolidator.git.gates import OnExists, check_writable, is_name_in_use
    from consolidator.git.history import merge_base, renames
    from consolidator.git.reading import checked_out, read_snapshot
    from consolidator.git.recovery import recover
    from consolidator.git.repository import Repository, holds, locate, require_work_tree
    from consolidator.git.standing import Standing
    from consolidator.git.worktree import export, switch, temporary_worktree

__all__ = [
    "CommitResult",
    "OnExists",
    "Repository",
    "Standing",
    "apply_to_worktree",
    "check_writable",
    "checked_out",
    "commit",
    "export",
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

_HOMES = {
    "applying": ("apply_to_worktree",),
    "committing": ("CommitResult", "commit"),
    "gates": ("OnExists", "check_writable", "is_name_in_use"),
    "history": ("merge_base", "renames"),
    "reading": ("checked_out", "read_snapshot"),
    "recovery": ("recover",),
    "repository": ("Repository", "holds", "locate", "require_work_tree"),
    "standing": ("Standing",),
    "worktree": ("export", "switch", "temporary_worktree"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    """What is asked for, from the module that holds it (https://peps.python.org/pep-0562/)."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME_OF[name]}"), name)
