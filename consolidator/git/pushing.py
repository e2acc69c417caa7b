"""A commit -> a branch of another repository; nothing of anybody else is ever replaced there."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from consolidator.errors import EnvironmentFailed, Refused
from consolidator.frozen import dataclass
from consolidator.git.adopting import is_step
from consolidator.git.command import read
from consolidator.git.network import must_talk, talk, unreachable, without_credentials
from consolidator.git.repository import Repository, locate, setting
from consolidator.masking import mask, printable

_DOING = "push the branch"
_OVERTAKEN = ("stale info", "fetch first", "non-fast-forward", "already exists")
_MOST = 100
"""Suffixes that are tried."""


@dataclass(frozen=True, slots=True)
class Pushed:
    """`branch` of `url` stands at `commit`; `default` is the branch that its HEAD names, where it says so."""

    branch: str
    commit: str
    url: str
    default: str | None
    heads: frozenset[str]


def push(repo_path: str, commit: str, branch: str, remote: str, *, ours: str | None = None, url: str = "") -> Pushed:
    """Make a branch of `remote` stand at `commit`: `branch`, else the first free of `branch-2`, `branch-3`, ...

    One that holds the same tree on the same parent is taken as it is; one that stands at `ours`, which an earlier run
    pushed, is replaced by a lease on that very id (https://git-scm.com/docs/git-push). No hook runs; `url` is the
    address with its credentials, where the remote is kept without them.
    Raises EnvironmentFailed where there is no such remote or it does not take the branch.
    """
    repository = locate(repo_path)
    address = _address(repository, remote)
    while True:
        heads, default = _heads(repository, remote, url)
        name = _place(repository, commit, branch, heads, ours, remote, url)
        stands = heads.get(name)
        known = Pushed(name, stands or commit, address, default, frozenset(heads))
        if stands is not None and stands != ours:
            return known
        if stands == commit or _pushed(repository, commit, name, stands or "", remote, url):
            return Pushed(name, commit, address, default, frozenset(heads))


def _address(repository: Repository, remote: str) -> str:
    """Where the remote is, fit to be shown and kept."""
    found = setting(repository, f"remote.{remote}.pushurl") or setting(repository, f"remote.{remote}.url")
    if found is None:
        raise EnvironmentFailed(
            f"{printable(repository.root)} has no remote {printable(remote)}, so nothing can be pushed.",
            "Add it: git remote add, or name another as `remote` in the manifest.",
        )
    return mask(without_credentials(found))


def _heads(repository: Repository, remote: str, url: str) -> tuple[Mapping[str, str], str | None]:
    """The commit of each branch of the remote, and the branch that its HEAD names."""
    listed = must_talk(
        repository.root, "ls-remote", "--symref", remote, "HEAD", "refs/heads/*", doing="read the remote", url=url
    )
    heads, default = {}, None
    for line in listed.line.splitlines():
        value, _, name = line.partition("\t")
        if value.startswith("ref: "):
            default = value.removeprefix("ref: refs/heads/")
        elif name.startswith("refs/heads/"):
            heads[name.removeprefix("refs/heads/")] = value
    return heads, default


def _place(
    repository: Repository, commit: str, branch: str, heads: Mapping[str, str], ours: str | None, remote: str, url: str
) -> str:
    """The name to push to: free, ours, or holding the same change already."""
    tree, parent = read(repository.root, "rev-parse", f"{commit}^{{tree}}", f"{commit}^", doing=_DOING).line.split("\n")
    for number in count(1):
        name = branch if number == 1 else f"{branch}-{number}"
        stands = heads.get(name)
        if stands in (None, commit, ours) or _holds(repository, str(stands), tree, parent, name, remote, url):
            return name
        if number == _MOST:
            break
    raise Refused(f"{_MOST} branches named {printable(branch)} are on the remote.", "Delete those that are not needed.")


def _holds(repository: Repository, commit: str, tree: str, parent: str, name: str, remote: str, url: str) -> bool:
    """Whether the remote's commit makes the same change. A clone stays shallow, a repository of the user's as it is."""
    shallow = read(repository.root, "rev-parse", "--is-shallow-repository", doing=_DOING).line == "true"
    depth = ("--depth=2",) if shallow else ()
    words = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", *depth, remote)
    fetched = talk(repository.root, *words, f"refs/heads/{name}", url=url)
    return fetched.status == 0 and is_step(repository, commit, parent, tree)


def _pushed(repository: Repository, commit: str, name: str, expected: str, remote: str, url: str) -> bool:
    """False where somebody was faster, so that the remote must be looked at again."""
    lease = f"--force-with-lease=refs/heads/{name}:{expected}"
    words = ("push", "--quiet", "--no-verify", "--recurse-submodules=no", "--no-follow-tags", lease, remote)
    output = talk(repository.root, *words, f"{commit}:refs/heads/{name}", url=url)
    if output.status == 0:
        return True
    if any(word in output.stderr for word in _OVERTAKEN):
        return False
    raise unreachable(output, repository.root, _DOING)
