"""Two commits -> the one at which they parted, and the files that were renamed between them."""

from __future__ import annotations

from collections.abc import Mapping

from consolidator.errors import UsageError
from consolidator.git.command import ask, decode
from consolidator.git.repository import locate, resolve
from consolidator.masking import printable


def merge_base(path: str, ref: str, commit: str) -> str:
    """Return the id of the last commit that `ref` and `commit` have in common.

    Raises UsageError where there is none: another history, or one that was fetched in part only.
    """
    repository = locate(path)
    found = ask(repository.root, "merge-base", resolve(repository, ref, "--diff-base"), commit)
    if found.status:
        raise UsageError(
            f"{printable(ref)} and {commit[:10]} have no commit in common here.",
            "Fetch the whole history: git fetch --unshallow, or fetch-depth: 0 of actions/checkout.",
        )
    return found.line


def renames(path: str, before: str, after: str) -> Mapping[str, str]:
    """Return the new path by the old one; files are compared only as far as they are at hand."""
    repository = locate(path)
    arguments = ("diff-tree", "-r", "-M", "--diff-filter=R", "--name-status", "-z", before, after)
    names = ask(repository.root, *arguments).stdout.split(b"\0")
    return {decode(old): decode(new) for old, new in zip(names[1::3], names[2::3], strict=False)}
