"""A proposal -> the branch that holds exactly it already, so that a step that was cut off is not done twice."""

from __future__ import annotations

from itertools import count

from consolidator.git.command import ask
from consolidator.git.committing import CommitResult, write_tree
from consolidator.git.gates import branch_id
from consolidator.git.quarantine import quarantine
from consolidator.git.repository import Repository, locate
from consolidator.model import ChangeSet, Snapshot


def equal_branch(repo_path: str, snapshot: Snapshot, changes: ChangeSet, branch: str) -> CommitResult | None:
    """`branch`, or the first of `branch-2`, `branch-3`, ... that is one commit with `changes` on top of the snapshot's.

    None where the first name that is free comes earlier.
    """
    repository = locate(repo_path)
    if branch_id(repository, branch) is None:
        return None
    with quarantine(repository) as store:
        tree = write_tree(store, snapshot, changes)
    for number in count(1):
        name = branch if number == 1 else f"{branch}-{number}"
        stands = branch_id(repository, name)
        if stands is None:
            return None
        if is_step(repository, stands, snapshot.commit, tree):
            return CommitResult(name, stands)
    raise AssertionError


def stands_at(repo_path: str, branch: str) -> str | None:
    """The commit that a branch of the repository around `repo_path` stands at, None where it is missing."""
    return branch_id(locate(repo_path), branch)


def is_step(repository: Repository, commit: str, parent: str, tree: str) -> bool:
    """Whether `commit` has this tree and this one parent."""
    found = ask(repository.root, "rev-parse", f"{commit}^{{tree}}", f"{commit}^@")
    return found.status == 0 and found.line.split("\n") == [tree, parent]
