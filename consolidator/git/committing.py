"""A ChangeSet on a commit -> a new commit on a new branch, the user's checkout untouched."""

from __future__ import annotations

from pathlib import Path

from consolidator import temporary
from consolidator.errors import Refused
from consolidator.frozen import dataclass
from consolidator.git.command import INERT, encode, read
from consolidator.git.gates import OnExists, branch_exists, branch_id, check_writable, free_branch
from consolidator.git.hooks import hooked_commit, hooks_folder
from consolidator.git.paths import check_changes
from consolidator.git.quarantine import Quarantine, Vanished, quarantine
from consolidator.git.repository import Repository, locate, setting
from consolidator.git.runner import failed, launch, write
from consolidator.model import ChangeSet, Snapshot

_DOING = "write the commit"
_ATTEMPTS = 10
"""How often objects are made anew that another process takes away."""


@dataclass(frozen=True, slots=True)
class CommitResult:
    """The branch that was made and the id of the commit it stands at."""

    branch: str
    commit: str


@dataclass(frozen=True, slots=True)
class _Target:
    """The branch to make, what to do where it is there, and whether hooks have a say."""

    branch: str
    on_exists: OnExists
    run_hooks: bool


def commit(
    repo_path: str,
    snapshot: Snapshot,
    changes: ChangeSet,
    branch: str,
    message: str,
    *,
    on_exists: OnExists = "fail",
    run_hooks: bool = True,
    sign: bool | None = None,
) -> CommitResult:
    """Commit `changes` on top of the snapshot's commit and make `branch` stand there.

    The branch appears in one atomic step at the end; work tree, index and HEAD of the user are never touched.
    `on_exists` says what to do about a branch of that name; `replace` never touches one that is checked out.
    `sign` None follows `commit.gpgsign`. The repository's commit hooks run in a temporary work tree, and what they
    stage is part of the commit.

    Raises UsageError (branch name), Refused (a gate of `check_writable` or `check_changes`, nothing to commit),
    EnvironmentFailed (a hook or the signing failed, the repository is not writable); then no branch exists.
    """
    repository = locate(repo_path)
    check_writable(repo_path, branch, on_exists=on_exists)
    check_changes(repository.root, snapshot, changes)
    target = _Target(branch, on_exists, run_hooks)
    for _ in range(_ATTEMPTS - 1):
        try:
            return _commit(repository, snapshot, changes, target, message.strip() + "\n", sign)
        except Vanished:
            continue
    return _commit(repository, snapshot, changes, target, message.strip() + "\n", sign)


def _commit(
    repository: Repository, snapshot: Snapshot, changes: ChangeSet, target: _Target, message: str, sign: bool | None
) -> CommitResult:
    """One attempt: nothing enters the repository but in a pack that is kept until the branch holds it."""
    hooks = hooks_folder(repository) if target.run_hooks else None
    with quarantine(repository) as store:
        tree = write_tree(store, snapshot, changes)
        if tree == read(repository.root, "rev-parse", snapshot.commit + "^{tree}", doing=_DOING).line:
            raise Refused("There is nothing to commit: the changes leave every file as it is.", "No branch is needed.")
        if hooks is None:
            new = _commit_tree(store, snapshot.commit, tree, message, sign)
            store.keep(new, snapshot.commit)
            return CommitResult(_point_branch(repository, target, new), new)
        store.keep(tree, snapshot.commit)
        with hooked_commit(repository, snapshot.commit, tree, changes, message, hooks, sign) as new:
            store.keep(new, snapshot.commit)
            return CommitResult(_point_branch(repository, target, new), new)


def write_tree(store: Quarantine, snapshot: Snapshot, changes: ChangeSet) -> str:
    """Store the blobs and the tree of `changes` on top of the snapshot; return the tree's id. Files keep their mode."""
    repository = store.repository
    with temporary.folder("commit") as folder:
        oids = _store(store, changes, folder)
        kept = {entry.path: entry.mode for entry in snapshot.entries}
        rows = [
            f"{kept.get(change.path, change.mode)} {oid}\t{change.path}\0"
            for change, oid in zip(changes.changes, oids, strict=True)
        ]
        index = {**store.env, "GIT_INDEX_FILE": str(folder / "index")}
        write(repository, "read-tree", snapshot.commit, env=index, doing=_DOING)
        rows_in = encode("".join(rows))
        write(repository, "update-index", "-z", "--index-info", stdin=rows_in, env=index, doing=_DOING)
        # What the new tree shares with the commit is as present as it was; a partial clone need not fetch it.
        return write(repository, "write-tree", "--missing-ok", env=index, doing=_DOING).line


def _store(store: Quarantine, changes: ChangeSet, folder: Path) -> list[str]:
    """Write the blobs through files of our own naming: one process for all, no filter between."""
    names = []
    for number, change in enumerate(changes.changes):
        (folder / str(number)).write_bytes(change.after)
        names.append(f"{folder / str(number)}\n")
    stdin = encode("".join(names))
    words = ("hash-object", "-w", "--no-filters", "--stdin-paths")
    stored = write(store.repository, *words, stdin=stdin, env=store.env, doing=_DOING)
    return stored.line.split("\n") if names else []


def _commit_tree(store: Quarantine, parent: str, tree: str, message: str, sign: bool | None) -> str:
    # commit-tree takes gpg.format and user.signingkey from the configuration, but not commit.gpgsign.
    wanted = setting(store.repository, "--type=bool", "commit.gpgsign") == "true" if sign is None else sign
    utf8 = ("-c", "i18n.commitEncoding=UTF-8")
    signing = ("-S",) if wanted else ()
    words = (*utf8, "commit-tree", *signing, "-p", parent, "-F", "-", tree)
    return write(store.repository, *words, stdin=encode(message), env=store.env, doing=_DOING).line


def _point_branch(repository: Repository, target: _Target, new: str) -> str:
    """Create the branch in one reference transaction that fails when somebody else was faster."""
    while True:
        name = free_branch(repository, target.branch, target.on_exists)
        before = branch_id(repository, name) if target.on_exists == "replace" else None
        expected = before or "0" * len(new)
        words = ["update-ref", "-m", "consolidate: move the engines", "--no-deref", f"refs/heads/{name}", new, expected]
        output = launch(repository, words if target.run_hooks else [*INERT, *words], {})
        if output.status == 0:
            return name
        if branch_id(repository, name) == before:
            raise failed(output, repository, "create the branch")
        if target.on_exists == "fail":
            raise branch_exists(name)
