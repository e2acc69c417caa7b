"""What must hold before anything is written, each broken rule an error with its cure."""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from typing import Literal

from consolidator.errors import EnvironmentFailed, Refused, UsageError
from consolidator.git.command import ask, read
from consolidator.git.repository import Repository, locate
from consolidator.masking import printable

OnExists = Literal["fail", "replace", "suffix"]

_UNFINISHED = (
    ("MERGE_HEAD", "merge", "git merge --continue, or git merge --abort"),
    ("rebase-merge", "rebase", "git rebase --continue, or git rebase --abort"),
    ("rebase-apply", "rebase", "git rebase --continue, or git rebase --abort"),
    ("CHERRY_PICK_HEAD", "cherry-pick", "git cherry-pick --continue, or git cherry-pick --abort"),
    ("REVERT_HEAD", "revert", "git revert --continue, or git revert --abort"),
    ("BISECT_LOG", "bisect", "git bisect reset"),
)


def check_writable(path: str, branch: str, *, on_exists: OnExists = "fail") -> str:
    """Return the name under which a commit can become a branch of the repository around `path`.

    It is `branch`, or with `on_exists="suffix"` the first free of `branch`, `branch-2`, `branch-3`, ...

    Raises UsageError (not a branch name), Refused (merge or the like in progress, branch exists, or is checked out
    and was to be replaced), EnvironmentFailed (no identity, repository not writable). Changes nothing.
    """
    repository = locate(path)
    check_settled(repository)
    name = free_branch(repository, branch, on_exists)
    _check_permission(repository)
    _check_identity(repository)
    return name


def check_settled(repository: Repository) -> None:
    """Raise Refused while a merge, rebase, cherry-pick, revert or bisect is in progress."""
    git_dir = Path(repository.git_dir)
    for state, name, cure in _UNFINISHED:
        if (git_dir / state).exists():
            raise Refused(f"A {name} is in progress in {printable(repository.root)}.", f"Finish it first: {cure}.")


def free_branch(repository: Repository, branch: str, on_exists: OnExists) -> str:
    """Return the name to write to; raises UsageError for an invalid name and Refused for one that is taken."""
    # A leading dash and HEAD are legal references, yet `git branch` takes neither.
    usable = branch.isprintable() and not branch.startswith("-") and branch != "HEAD"
    if not usable or ask(repository.root, "check-ref-format", f"refs/heads/{branch}").status:
        raise UsageError(f"{printable(branch)!r} is not a branch name.", "Give --branch a name that git allows.")
    taken = _names_around(repository, branch)
    _check_folder_clash(branch, taken)
    if branch not in taken:
        return branch
    if on_exists == "suffix":
        numbered = (f"{branch}-{number}" for number in count(2))
        return next(name for name in numbered if not _names_around(repository, name))
    if on_exists == "fail":
        raise branch_exists(branch)
    _check_not_checked_out(repository, branch)
    return branch


def branch_exists(branch: str) -> Refused:
    """Return the error for a branch name that is taken."""
    return Refused(
        f"The branch {branch} exists already.",
        f"Delete it (git branch -D {branch}), name another with --branch, or say --branch-exists replace or suffix.",
    )


def is_name_in_use(path: str, branch: str) -> bool:
    """Whether a name means something in the repository around `path`: a branch, of a remote as well, or a tag."""
    patterns = [f"refs/{kind}/{branch}" for kind in ("heads", "tags", "remotes", "remotes/*")]
    listed = read(locate(path).root, "for-each-ref", "--format=%(refname)", *patterns, doing="list the branches")
    return bool(listed.stdout)


def branch_id(repository: Repository, branch: str) -> str | None:
    """Return the commit a branch stands at, None where there is no such branch."""
    found = ask(repository.root, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}")
    return None if found.status else found.line


def _names_around(repository: Repository, branch: str) -> frozenset[str]:
    """The existing branches that are `branch`, lie under it as a folder, or are one of its folders."""
    parents = [branch.rsplit("/", depth)[0] for depth in range(1, branch.count("/") + 1)]
    patterns = [f"refs/heads/{name}" for name in (branch, *parents)]
    listed = read(repository.root, "for-each-ref", "--format=%(refname)", *patterns, doing="list the branches")
    names = {name.removeprefix("refs/heads/") for name in listed.line.split("\n") if name}
    return frozenset(name for name in names if name in (branch, *parents) or name.startswith(f"{branch}/"))


def _check_folder_clash(branch: str, taken: frozenset[str]) -> None:
    other = next((name for name in sorted(taken) if name != branch), None)
    if other:
        raise Refused(
            f"The branch {branch} cannot exist next to the branch {other}: git stores them as file and folder.",
            "Name another with --branch.",
        )


def _check_not_checked_out(repository: Repository, branch: str) -> None:
    listed = read(repository.root, "worktree", "list", "--porcelain", doing="list the work trees").line.split("\n")
    if f"branch refs/heads/{branch}" in listed:
        raise Refused(
            f"The branch {branch} is checked out and cannot be replaced.",
            "Switch that work tree to another branch first, or name another with --branch.",
        )


def _check_permission(repository: Repository) -> None:
    for folder in ("objects", "refs/heads"):
        place = Path(repository.common_dir) / folder
        if place.is_dir() and not os.access(place, os.W_OK | os.X_OK):
            raise EnvironmentFailed(
                f"The repository {printable(repository.root)} cannot be written: {printable(str(place))} is read-only.",
                "Make its .git folder writable for you, or work on a clone of it.",
            )


def _check_identity(repository: Repository) -> None:
    for role in ("GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"):
        if ask(repository.root, "var", role).status:
            raise EnvironmentFailed(
                "git does not know who you are, so the commit would have no author.",
                'Tell it: git config --global user.name "Your Name" && git config --global user.email you@example.com.',
            )
