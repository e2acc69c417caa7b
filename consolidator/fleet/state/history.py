"""Records in; how the fleet stands at one time, small enough to be kept after each run, out."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.fleet.state.records import Record
from consolidator.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Moment:
    """How the fleet stood at one time.

    `left` are the engines that consolidating takes away where their number is known, `unbounded` the services with an
    engine for each call, both without what is committed; `done` are the services with nothing left of either.
    """

    at: str
    left: int
    unbounded: int
    done: int
    services: int


def moment(records: Sequence[Record], now: str, found: bool = False) -> Moment:
    """The moment that these records make, or with `found` the one before anything was committed.

    A service that nobody could read yet counts with nothing.
    """
    seen = [each for each in records if each.stage is not None]
    waiting = [each for each in seen if found or each.commit is None]
    known = [(each.engines_before, each.engines_after) for each in waiting]
    surplus = [(before or 0) - (after or 0) for before, after in known if before is not None]
    free = sum(before is None and after is not None for before, after in known)
    return Moment(now, sum(surplus), free, len(seen) - sum(each > 0 for each in surplus) - free, len(records))
