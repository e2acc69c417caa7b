"""A proposal in; the one commit that carries it out, made now or by an attempt that was cut off."""

from __future__ import annotations

from dataclasses import replace

from consolidator import pipeline
from consolidator.errors import Refused
from consolidator.fleet.values import Order
from consolidator.fleet.work.place import Place
from consolidator.git import CommitResult
from consolidator.git.adopting import equal_branch, stands_at
from consolidator.migration import Migration, allowed
from consolidator.pipeline import Delivery, Proposal


def deliver(order: Order, place: Place, work: Migration, proposal: Proposal, delivery: Delivery) -> CommitResult:
    """The branch that holds exactly this already, else a new commit; what we made ourselves before is replaced.

    Raises Refused where the branch is somebody else's and `--branch-exists` says so.
    """
    adopted = _adopted(place, proposal, delivery)
    if adopted:
        return adopted
    ours = order.known.commit
    if ours and stands_at(place.root, delivery.branch) == ours:
        delivery = replace(delivery, on_exists="replace")
    else:
        delivery = allowed(work, delivery)
    try:
        return pipeline.deliver(place.path, proposal, delivery)
    except Refused:
        # Another process may have been faster with the very same commit.
        adopted = _adopted(place, proposal, delivery)
        if adopted is None:
            raise
        return adopted


def _adopted(place: Place, proposal: Proposal, delivery: Delivery) -> CommitResult | None:
    return equal_branch(place.root, proposal.snapshot, proposal.changes, delivery.branch)
