"""The target's own tests, before and after a proposal: nothing out, or VerificationFailed."""

from __future__ import annotations

from consolidator.errors import VerificationFailed
from consolidator.git import temporary_worktree
from consolidator.model import ChangeSet, Snapshot
from consolidator.prove.tests import compare_tests

SHOWN = 5


def try_out(path: str, snapshot: Snapshot, changes: ChangeSet, command: str) -> None:
    """Run `command` in two temporary work trees; raises VerificationFailed where a test fails only after the change."""
    with (
        temporary_worktree(path, snapshot.commit) as before,
        temporary_worktree(path, snapshot.commit, changes) as after,
    ):
        compared = compare_tests(command, before, after)
    if not compared.holds:
        raise VerificationFailed(
            f"the tests fail where they did not before: {_some(compared.new_failures)}",
            f"nothing was written; apply the patch of --dry-run to a copy and run there: {command}",
        )


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - SHOWN
    return "; ".join(names[:SHOWN]) + (f"; and {more} more" if more > 0 else "")
