"""Two commits in; the findings of the later one that its changes have no part in, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from consolidator.codes import is_creation
from consolidator.guard.judging import listed, remembered
from consolidator.model import Entry, Known, Plan


class Seen(NamedTuple):
    """A finding of the earlier commit: whether it made a check fail there, and whether an engine's creation is told."""

    known: Known
    fails: bool
    creates: bool


def seen(plan: Plan) -> tuple[Seen, ...]:
    """What is remembered of a commit, whose plan is given, to judge later ones by."""
    failing = set(listed(plan))
    return tuple(Seen(remembered(one), one in failing, is_creation(one.code)) for one in plan.findings)


def earlier(
    rows: Iterable[Seen], base: Iterable[Entry], head: Iterable[Entry], moved: Mapping[str, str]
) -> tuple[Known, ...]:
    """What was there at `base`, whose findings are `rows`, under the paths that it has at `head`.

    Whatever failed there, and every engine in a file that is still the same: that it is one of several now is the
    doing of another file. `moved` maps old paths to new ones.
    """
    new = {entry.path: entry.oid for entry in head}
    same = {entry.path for entry in base if new.get(moved.get(entry.path, entry.path)) == entry.oid}
    known = [row.known for row in rows if row.fails or (row.creates and row.known.path in same)]
    return tuple(one._replace(path=moved.get(one.path, one.path)) for one in known)
