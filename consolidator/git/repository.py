"""A path -> the repository around it and the commit that is meant."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISDIR

from consolidator.errors import ConsolidateError, EnvironmentFailed, Refused, UsageError
from consolidator.frozen import dataclass
from consolidator.git.command import Output, ask, read
from consolidator.git.failures import explain
from consolidator.masking import printable

_NAME_ONE = "Name a folder inside a git repository."
_NO_COMMIT = "Commit what you have first: git add -A && git commit."


@dataclass(frozen=True, slots=True)
class Repository:
    """`root` is the absolute path of the work tree; of a bare repository, which has none, that of its git folder."""

    root: str
    is_bare: bool = False

    @property
    def name(self) -> str:
        """What its folder is called; a bare repository's `.git` at the end left out."""
        return Path(self.root).name.removesuffix(".git")

    @property
    def git_dir(self) -> str:
        """This work tree's own git folder, where a merge or a rebase leaves its state."""
        return read(self.root, "rev-parse", "--absolute-git-dir", doing="find the git folder").line

    @property
    def common_dir(self) -> str:
        """The git folder that all work trees share: objects and branches."""
        shared = read(self.root, "rev-parse", "--git-common-dir", doing="find the git folder").line
        return str((Path(self.root) / shared).resolve())


def locate(path: str) -> Repository:
    """Return the repository whose work tree holds the folder `path`, or that is bare and holds it.

    Raises UsageError where `path` is no folder, Refused outside a repository, EnvironmentFailed where git is
    missing, may not read the folder or does not trust its owner.
    """
    _check_folder(path)
    asked = ("--is-bare-repository", "--is-inside-work-tree", "--show-toplevel")
    found = ask(path, "rev-parse", *asked)
    answers = found.line.split("\n", 2)
    if answers[0] == "true":
        return Repository(read(path, "rev-parse", "--absolute-git-dir", doing="open the repository").line, is_bare=True)
    if found.status or len(answers) < 3 or answers[1] != "true":
        raise _no_work_tree(path, found)
    return Repository(answers[2])


def require_work_tree(path: str) -> None:
    """Raise Refused where the repository around `path` is bare."""
    repository = locate(path)
    if repository.is_bare:
        raise Refused(
            f"{printable(repository.root)} is a bare repository, it has no work tree.",
            "Leave out --no-commit and --switch, or clone it and name the clone.",
        )


def folder_in(path: str) -> str:
    """The folder `path` as the repository around it calls it: posix, relative to its root, which is ""."""
    return read(path, "rev-parse", "--show-prefix", doing="find the folder").line.removesuffix("/")


def holds(path: str, file: str) -> bool:
    """Whether `file` lies in the work tree around `path` or in its git folder, links followed."""
    repository = locate(path)
    place = Path(os.path.realpath(file))
    return any(place.is_relative_to(os.path.realpath(root)) for root in (repository.root, repository.common_dir))


def _check_folder(path: str) -> None:
    try:
        mode = Path(path).stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UsageError(f"{printable(path)} does not exist.", _NAME_ONE) from error
    except OSError as error:
        raise EnvironmentFailed(
            f"{printable(path)} cannot be opened: {error.strerror}.",
            "Get the right to read it, or name another folder.",
        ) from error
    if not S_ISDIR(mode):
        raise UsageError(f"{printable(path)} is not a folder.", _NAME_ONE)


def _no_work_tree(path: str, found: Output) -> ConsolidateError:
    if not found.line.startswith("false\nfalse"):
        return explain(found.stderr or found.line, path, "open the repository")
    return Refused(
        f"{printable(path)} lies inside a git folder, not in a work tree.", "Name a folder of the checked-out files."
    )


def resolve(repository: Repository, base: str | None, flag: str = "--base") -> str:
    """Return the object id of the commit named `base`, by default of HEAD; `flag` is what named it.

    Raises UsageError for an unknown name, Refused where HEAD has no commit yet.
    """
    if base is None:
        head = ask(repository.root, "rev-parse", "--verify", "--quiet", "HEAD")
        if head.status:
            raise Refused(f"{printable(repository.root)} has no commit yet.", _NO_COMMIT)
        return head.line
    # Neither a branch nor a tag may start with a dash (git-check-ref-format), so it is a slip or an option in disguise.
    usable = base and not base.startswith("-") and base.isprintable()
    found = ask(repository.root, "rev-parse", "--verify", "--quiet", base + "^{commit}") if usable else None
    if found is None or found.status:
        raise UsageError(
            f"{flag} {printable(base)} names no commit of this repository.",
            "Name a branch, a tag or a commit id that `git log` shows; fetch it first if it is only on the server.",
        )
    return found.line


def current_branch(repository: Repository) -> str | None:
    """Return the short name of the branch that is checked out, None where HEAD is detached."""
    found = ask(repository.root, "symbolic-ref", "--quiet", "HEAD")
    return None if found.status else found.line.removeprefix("refs/heads/")


def setting(repository: Repository, *query: str) -> str | None:
    """Return the value that `git config --get <query>` prints, None where it is not set."""
    found = ask(repository.root, "config", "--get", *query)
    if found.status > 1:
        raise EnvironmentFailed(
            f"git's setting {query[-1]} cannot be read: {printable(found.stderr.strip())}",
            f"Correct it: git config --edit, or git config --unset {query[-1]}.",
        )
    return found.line if found.status == 0 else None
