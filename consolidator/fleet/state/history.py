"""Records in; how the fleet stands at one time, small enough to be kept after each run, out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from consolidator.fleet.state.records import Record
from consolidator.fleet.values import Outcome


@dataclass(frozen=True, slots=True)
class Moment:
    """How the fleet stood at one time: engines left where they can be counted, services where an engine for each call
    is left, services that are done, and all of them."""

    at: str
    left: int
    unbounded: int
    done: int
    services: int


def moment(records: Sequence[Record], now: str) -> Moment:
    """The moment that these records make. A service that nobody read yet counts with nothing."""
    seen = [each for each in records if each.stage is not None]
    sides = [each.engines_after if each.commit else each.engines_before for each in seen]
    return Moment(
        now,
        sum(each for each in sides if each is not None),
        sides.count(None),
        sum(each.outcome in (Outcome.CHANGED, Outcome.NOTHING) and not each.is_planned for each in seen),
        len(records),
    )
