"""An order in; the folder to work in, with what must be said to `run` there, out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from consolidator.fleet.values import Order, Outcome, Stage
from consolidator.frozen import dataclass
from consolidator.git.adopting import stands_at
from consolidator.git.cloning import clone
from consolidator.git.repository import locate, resolve


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service lies. `root` is its repository, `path` the service's folder in it.

    `base` is the name that the order gives to where the work begins, `flags` are those of `run`.
    """

    root: str
    path: str
    base: str | None
    flags: Mapping[str, Any]
    is_settled: bool


def place_of(order: Order) -> Place:
    """The user's own repository, or a clone in which no hook is run; raises what reading and cloning raise."""
    flags = dict(order.flags)
    if order.service.is_remote:
        made = clone(order.service.source, order.cache, flags.get("base"), whole=bool(flags.get("test-command")))
        root, base = made.path, made.commit
        flags.update(base=base, hooks=False)
        path = Path(root, order.service.folder)
        # Nothing is checked out in a clone; the folder stands for the part of the commit that is meant.
        path.mkdir(parents=True, exist_ok=True)
    else:
        root = order.service.source
        base = resolve(locate(root), flags.get("base"))
        path = Path(root, order.service.folder)
    return Place(root, str(path), dict(order.flags).get("base"), flags, _is_settled(order, root, base))


def _is_settled(order: Order, root: str, base: str) -> bool:
    """Whether an earlier run did all that is asked, for the same base, and its branch still stands where it was."""
    known = order.known
    done = known.outcome in (Outcome.CHANGED, Outcome.NOTHING, Outcome.PARTIAL) and known.stage is not None
    if order.again or not done or known.base != base or known.fingerprint not in (order.asked, order.fingerprint):
        return False
    if known.commit is None or order.dry_run:
        return True
    assert known.stage is not None
    if not known.stage.reaches(Stage.PUSHED if order.push else Stage.COMMITTED):
        return False
    return known.stage.reaches(Stage.PUSHED) or stands_at(root, known.branch or "") == known.commit
