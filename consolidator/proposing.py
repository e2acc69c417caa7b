"""A snapshot and what was asked for to a plan and its changes, proven; what cannot be proven is left out of them."""

from __future__ import annotations

from collections.abc import Callable

from consolidator.building import Unbuildable, build
from consolidator.check import apply, fallen, flaws, unproven
from consolidator.collection import no_collection
from consolidator.declining import Place, decline, is_settled
from consolidator.frozen import replace
from consolidator.model import ChangeSet, Flaw, Options, Owned, Plan, Snapshot
from consolidator.planning import plan
from consolidator.survey import Survey, survey, ticking

ROUNDS = 5
"""How often single parts are left out before whole deployables are."""


def proven(
    snapshot: Snapshot, options: Options, tell: Callable[[str], None], declined: frozenset[Place]
) -> tuple[Plan, ChangeSet]:
    """Plan, build and prove; leave out the parts that stand in the way and begin again.

    Raises VerificationFailed where nothing is left, unless an earlier run has shared what there is to share.
    """
    tell("surveying")
    with no_collection():
        seen = survey(snapshot, tick=ticking(tell))
        found = decline(seen, declined)
        tell("planning")
        decided = first = plan(found, options, ticking(tell, "steps"))
    stood: tuple[Flaw, ...] = ()
    for number in range(ROUNDS + len(first.parts) + 1):
        tell("building")
        changes, wrong = _built(snapshot, decided, options)
        tell("verifying")
        parts = decided.parts
        if not (wrong := wrong or flaws(snapshot, changes, seen, ticking(tell, "checks"))):
            wrong, more = _unsettled(seen, snapshot, decided, changes, options, declined, tell)
            parts += more
        if not wrong:
            break
        stood = stood or wrong
        options = replace(options, left=(*options.left, *fallen(parts, changes, wrong, whole=number >= ROUNDS)))
        decided = plan(found, options)
    known = {entry.path for entry in snapshot.entries}
    settled = any(module.path in known for module in first.shared) or any(f.code == "CE208" for f in first.findings)
    if wrong or (stood and decided.is_empty and not settled):
        raise unproven(stood, sorted({row.part.path for row in first.parts if row.part.kind == "site"}))
    return decided, changes


def _built(snapshot: Snapshot, decided: Plan, options: Options) -> tuple[ChangeSet, tuple[Flaw, ...]]:
    try:
        return build(decided, snapshot, options.template_dir), ()
    except Unbuildable as error:
        return ChangeSet(()), error.flaws


def _unsettled(
    seen: Survey,
    snapshot: Snapshot,
    decided: Plan,
    changes: ChangeSet,
    options: Options,
    declined: frozenset[Place],
    tell: Callable[[str], None],
) -> tuple[tuple[Flaw, ...], tuple[Owned, ...]]:
    """What a second run would change, but for what was declined, and whose changes those are: of sites where any."""
    if not changes.changes:
        return (), ()
    with no_collection():
        found = survey(apply(snapshot, changes), seen, ticking(tell))
        again = plan(found, options, ticking(tell, "steps"))
    if is_settled(again, decided, declined):
        return (), ()
    paths = [row.path for row in again.new_files]
    paths += [row.path for row in again.file_edits] + [row.path for row in again.text_edits]
    of_sites = {row.path for row in again.parts if row.part.kind == "site"}
    wanted = [path for path in paths if path in of_sites] or paths
    return tuple(Flaw(path, "a second run would find something left to do") for path in wanted), again.parts
