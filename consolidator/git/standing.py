"""A path and a commit -> where its repository stands: what all that is read of it is found by."""

from __future__ import annotations

from hashlib import blake2b
from typing import NamedTuple

from consolidator.git.command import ask, read
from consolidator.git.repository import Repository, current_branch, folder_in, locate, resolve


class Standing(NamedTuple):
    """`root` is the work tree's, or of a bare repository that of its git folder, `folder` the one that was named.

    `rows` are those of the commit's tree, as `git ls-tree` says them: a repository may say of any commit what it likes.
    """

    root: str
    is_bare: bool
    folder: str
    commit: str
    branch: str | None
    rows: bytes

    @property
    def repository(self) -> Repository:
        """The repository itself."""
        return Repository(self.root, self.is_bare)

    @property
    def digest(self) -> str:
        """The same in short."""
        return blake2b(repr(self).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


def standing(path: str, base: str | None = None) -> Standing:
    """Where the repository around the folder `path` stands; `base` names the commit, by default HEAD.

    Raises UsageError (no such folder, unknown base), Refused (no repository, no commit),
    EnvironmentFailed (no git, untrusted owner, a damaged object).
    """
    found = _at_head(path) if base is None else None
    if found is None:
        repository = locate(path)
        commit = resolve(repository, base)
        # A folder has no place in a repository that is bare.
        folder = "" if repository.is_bare else folder_in(path)
    else:
        repository, folder, commit = found
    branch = current_branch(repository)
    return Standing(repository.root, repository.is_bare, folder, commit, branch, rows_of(repository, commit))


def _at_head(path: str) -> tuple[Repository, str, str] | None:
    """Repository, folder and commit from one question; None where that takes more than one."""
    asked = ("--show-toplevel", "--show-prefix", "--is-bare-repository", "--is-inside-work-tree", "HEAD")
    found = ask(path, "rev-parse", *asked) if path else None
    answers = found.line.split("\n") if found and not found.status else []
    # A name with a line break makes more lines of it.
    if len(answers) != len(asked) or answers[2:4] != ["false", "true"]:
        return None
    return Repository(answers[0]), answers[1].removesuffix("/"), answers[4]


def rows_of(repository: Repository, commit: str) -> bytes:
    """Return what `git ls-tree` says of every file, symbolic link and submodule of a commit."""
    words = ("ls-tree", "-r", "-z", "--full-tree", commit)
    return read(repository.root, *words, doing="list the commit's files").stdout
