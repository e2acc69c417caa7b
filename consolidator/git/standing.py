"""A path -> where its repository stands: what all that a scan reads of it is found by."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

from consolidator.git.command import ask
from consolidator.git.repository import Repository, current_branch


class Standing(NamedTuple):
    """`root` is the work tree's, `folder` the one that was named, relative to it.

    `rows` is a digest of the rows of the commit's tree: a repository may say of any commit what it likes.
    """

    root: str
    folder: str
    commit: str
    branch: str | None
    rows: str


def standing(path: str) -> Standing | None:
    """Where the repository around the folder `path` stands; None where it has no commit, or no work tree.

    Raises EnvironmentFailed without git.
    """
    words = ("--show-toplevel", "--show-prefix", "--is-bare-repository", "--is-inside-work-tree", "HEAD")
    found = ask(path, "rev-parse", *words)
    answers = found.line.split("\n")
    # A name with a line break makes more lines of it, and what does not stand makes fewer.
    if found.status or len(answers) != 5 or answers[2:4] != ["false", "true"]:
        return None
    root, folder, _, _, commit = answers
    listed = ask(root, "ls-tree", "-r", "-z", "--full-tree", commit)
    if listed.status:
        return None
    rows = blake2b(listed.stdout, digest_size=20).hexdigest()
    return Standing(root, folder.removesuffix("/"), commit, current_branch(Repository(root)), rows)
