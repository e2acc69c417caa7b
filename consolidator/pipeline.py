"""The named stages from a commit to a commit: read, survey, plan, build, verify, commit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from consolidator.frozen import dataclass, replace
from consolidator.model import ChangeSet, Entry, Glance, Options, Plan, Snapshot, Trial

if TYPE_CHECKING:
    from consolidator.declining import Place
    from consolidator.git import CommitResult, OnExists, Standing

Tell = Callable[[str], None]
"""Is told the name of each stage as it begins."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proven result that nobody has committed yet."""

    snapshot: Snapshot
    plan: Plan
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a proposal becomes a commit. `sign` None leaves it to git's configuration."""

    branch: str
    message: str
    on_exists: OnExists = "fail"
    run_hooks: bool = True
    sign: bool | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What the user says of the deployment; None where the files decide."""

    workers: int | None = None
    replicas: int | None = None
    max_connections: int | None = None


NOTHING_TOLD = Told()
NOTHING_AT_HAND: Mapping[str, Glance] = {}


def quiet(stage: str) -> None:
    """Say nothing."""


def recover(path: str) -> tuple[str, ...]:
    """Nothing left of runs that were killed in the repository that holds `path`; sentences of what was taken back."""
    from consolidator.git import recover

    return recover(path)


def read(
    path: str,
    base: str | None = None,
    cached: Mapping[str, str] | None = None,
    at_hand: Mapping[str, Glance] = NOTHING_AT_HAND,
    found: Standing | None = None,
) -> Snapshot:
    """The text of one commit of the repository that holds `path`, which was `found` already or is looked for.

    What `cached`, variables that name the user's cache, notes of it is not read again; None: nothing is noted. Nor is
    what was told of another commit of it in this run, `at_hand`.
    """
    from consolidator.git import read_snapshot
    from consolidator.noting import noting

    with noting(cached, at_hand) as glancing:
        return read_snapshot(path, base, glancing, found)


def is_sure(snapshot: Snapshot) -> bool:
    """Whether all that was read of a commit is what its ids say, and nothing more of it may come."""
    return bool(getattr(snapshot.texts, "is_sure", False))


def standing(path: str, base: str) -> Standing:
    """Where the repository that holds `path` stands at a commit: what is read of it is found by."""
    from consolidator.git.standing import standing

    return standing(path, base)


def entries(at: Standing) -> tuple[Entry, ...]:
    """The files of a commit."""
    from consolidator.git.objects import entries_of

    return entries_of(at.rows)


def merge_base(path: str, ref: str, commit: str) -> str:
    """The last commit that `ref` and `commit` have in common; raises UsageError."""
    from consolidator import git

    return git.merge_base(path, ref, commit)


def renames(path: str, before: str, after: str) -> Mapping[str, str]:
    """The files that were renamed between two commits: new path by old one."""
    from consolidator import git

    return git.renames(path, before, after)


def checked_out(snapshot: Snapshot, names: Iterable[str]) -> Mapping[str, bytes]:
    """Files at the root of the user's work tree, as they are there; none where there is no work tree."""
    from consolidator import git

    return git.checked_out(snapshot.root, names) if snapshot.root else {}


def holds(path: str, file: str) -> bool:
    """Whether the repository around `path` holds `file`."""
    from consolidator import git

    return git.holds(path, file)


def require_work_tree(path: str) -> None:
    """Raise Refused where nothing is checked out."""
    from consolidator import git

    git.require_work_tree(path)


def is_name_in_use(path: str, branch: str) -> bool:
    """Whether a branch, of a remote as well, or a tag has that name."""
    from consolidator import git

    return git.is_name_in_use(path, branch)


def decide(snapshot: Snapshot, options: Options, tell: Tell = quiet, declined: frozenset[Place] = frozenset()) -> Plan:
    """What is there, and what should become of it; `declined` sites stay as if a comment ignored them."""
    from consolidator.collection import no_collection
    from consolidator.declining import decline
    from consolidator.planning import plan
    from consolidator.survey import survey, ticking
    from consolidator.syntax.reading import remembering

    with remembering(), no_collection():
        tell("surveying")
        found = decline(survey(snapshot, tick=ticking(tell)), declined)
        tell("planning")
        return plan(found, options, ticking(tell, "steps"))


def secrets(snapshot: Snapshot, environ: Mapping[str, str]) -> frozenset[str]:
    """The passwords of databases that the code holds, or the environment."""
    from consolidator.masking import secrets_of
    from consolidator.meaning.passwords import password_in, passwords
    from consolidator.meaning.world import World
    from consolidator.survey import survey

    world = World(survey(snapshot))
    held = {row.value for facts in world.facts.values() for row in passwords(world, facts)}
    return secrets_of(environ) | held | {given for value in environ.values() if (given := password_in(value))}


def count(snapshot: Snapshot, plan: Plan, told: Told = NOTHING_TOLD) -> Plan:
    """The plan with the connection budget of its databases; `told` goes before what deployment files say."""
    from consolidator.budget import as_told, budget
    from consolidator.processes import max_connections

    if not plan.databases:
        return plan
    numbers = (told.workers, told.replicas, told.max_connections)
    total = budget(plan.processes, plan.databases, max_connections(snapshot.texts), *numbers)
    return replace(plan, processes=as_told(plan.processes, told.workers, told.replicas), budget=total)


def propose(
    snapshot: Snapshot, options: Options, tell: Tell = quiet, declined: frozenset[Place] = frozenset()
) -> Proposal:
    """The result, proven, and nothing of it written; raises VerificationFailed where nothing could be proven.

    A part that stands in the way is left out and told, and the rest is planned and proven again.
    """
    from consolidator.collection import rare_collection
    from consolidator.proposing import proven
    from consolidator.syntax.reading import remembering

    with remembering(), rare_collection():
        return Proposal(snapshot, *proven(snapshot, options, tell, declined))


def test(path: str, proposal: Proposal, command: str) -> Trial:
    """Run the target's own tests before and after; raises VerificationFailed where they prove nothing good."""
    from consolidator.trial import try_out

    return try_out(path, proposal.snapshot, proposal.changes, command)


def deliver(path: str, proposal: Proposal, delivery: Delivery) -> CommitResult:
    """The proposal as one commit on a new branch."""
    from consolidator.git import commit

    return commit(
        path,
        proposal.snapshot,
        proposal.changes,
        delivery.branch,
        delivery.message,
        on_exists=delivery.on_exists,
        run_hooks=delivery.run_hooks,
        sign=delivery.sign,
    )


def write_out(path: str, proposal: Proposal) -> None:
    """The proposal in the user's work tree; refuses where that would overwrite uncommitted work."""
    from consolidator.git import apply_to_worktree

    apply_to_worktree(path, proposal.snapshot, proposal.changes)


def check_out(path: str, branch: str, run_hooks: bool) -> None:
    """Switch the user's checkout to `branch`."""
    from consolidator.git import switch

    switch(path, branch, run_hooks=run_hooks)
