"""The target's own tests, before and after a proposal: what they came to, or VerificationFailed."""

from __future__ import annotations

from consolidator.errors import VerificationFailed
from consolidator.git import temporary_worktree
from consolidator.model import ChangeSet, Snapshot, Trial
from consolidator.prove.tests import compare_tests

SHOWN = 5


def try_out(path: str, snapshot: Snapshot, changes: ChangeSet, command: str) -> Trial:
    """Run `command` in two temporary work trees and count.

    Raises VerificationFailed where a test fails only after the change, or where none passed before.
    """
    with (
        temporary_worktree(path, snapshot.commit) as before,
        temporary_worktree(path, snapshot.commit, changes) as after,
    ):
        compared = compare_tests(command, before, after)
    if compared.idle:
        raise VerificationFailed(
            f"the tests prove nothing: {compared.idle}",
            "nothing was written; mend the tests or name others with --test-command, or run without it",
        )
    if not compared.holds:
        raise VerificationFailed(
            f"the tests fail where they did not before: {_some(compared.new_failures)}",
            f"nothing was written; apply the patch of --dry-run to a copy and run there: {command}",
        )
    return compared.trial


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - SHOWN
    return "; ".join(names[:SHOWN]) + (f"; and {more} more" if more > 0 else "")
