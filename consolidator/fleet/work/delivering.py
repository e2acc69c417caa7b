"""A proposal in; the one commit that carries it out, made now or by an attempt that was cut off."""

from __future__ import annotations

from consolidator import pipeline
from consolidator.errors import ConsolidateError, Refused
from consolidator.fleet.values import Failure, Order, Outcome, Result, Stage
from consolidator.fleet.work.place import Place
from consolidator.frozen import replace
from consolidator.git import CommitResult
from consolidator.git.adopting import equal_branch, stands_at
from consolidator.git.cloning import REMOTE
from consolidator.git.pushing import push
from consolidator.migration import Migration, allowed
from consolidator.pipeline import Delivery, Proposal


def deliver(order: Order, place: Place, work: Migration, proposal: Proposal, delivery: Delivery) -> CommitResult:
    """The branch that holds exactly this already, else a new commit; what we made ourselves before is replaced.

    Raises Refused where the branch is somebody else's and `--branch-exists` says so.
    """
    adopted = _adopted(place, proposal, delivery)
    if adopted:
        return adopted
    ours = _ours(order, place, delivery.branch)
    delivery = replace(delivery, branch=ours, on_exists="replace") if ours else allowed(work, delivery)
    try:
        return pipeline.deliver(place.path, proposal, delivery)
    except Refused:
        # Another process may have been faster with the very same commit.
        adopted = _adopted(place, proposal, delivery)
        if adopted is None:
            raise
        return adopted


def _ours(order: Order, place: Place, branch: str) -> str | None:
    """The branch that an earlier run made here and nobody moved since; in a clone of ours every one is."""
    if order.service.is_remote:
        return branch
    known = order.known
    named = [each for each in (known.branch, branch) if each and each.startswith(branch)]
    return next((each for each in named if known.commit and stands_at(place.root, each) == known.commit), None)


def pushed(order: Order, place: Place, work: Migration, result: Result) -> Result:
    """The result once its commit stands on the remote; one that cannot be pushed keeps the commit and says why."""
    assert result.commit and result.branch
    service = order.service
    try:
        done = push(
            place.root,
            result.commit,
            result.branch,
            REMOTE if service.is_remote else service.remote,
            ours=order.known.pushed,
            url=service.source if service.is_remote else "",
        )
    except ConsolidateError as error:
        failure = Failure(error.code, error.message, error.cure)
        return replace(result, outcome=Outcome.FAILED, exit_code=error.exit_code, error=failure)
    # A pull request goes where the work began, when that is a branch of the remote.
    began = (place.base, None if service.is_remote else work.snapshot.branch)
    target = next((name for name in began if name in done.heads), done.default)
    return replace(
        result,
        stage=Stage.PUSHED,
        branch=done.branch,
        commit=done.commit if service.is_remote else result.commit,
        pushed=done.commit,
        remote=done.url,
        target=target,
    )


def _adopted(place: Place, proposal: Proposal, delivery: Delivery) -> CommitResult | None:
    return equal_branch(place.root, proposal.snapshot, proposal.changes, delivery.branch)
