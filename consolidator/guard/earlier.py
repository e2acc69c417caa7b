"""Two commits in; the findings of the later one that its changes have no part in, out."""

from __future__ import annotations

from collections.abc import Mapping

from consolidator.codes import is_creation
from consolidator.guard.judging import listed, remembered
from consolidator.model import Known, Plan, Snapshot


def earlier(base: Snapshot, plan: Plan, head: Snapshot, moved: Mapping[str, str]) -> tuple[Known, ...]:
    """What was there at `base`, whose plan is given, under the paths that it has at `head`.

    Whatever failed there, and every engine in a file that is still the same: that it is one of several now is the
    doing of another file. `moved` maps old paths to new ones.
    """
    new = {entry.path: entry.oid for entry in head.entries}
    same = {entry.path for entry in base.entries if new.get(moved.get(entry.path, entry.path)) == entry.oid}
    failing = set(listed(plan))
    rows = [one for one in plan.findings if one in failing or (one.path in same and is_creation(one.code))]
    return tuple(remembered(one)._replace(path=moved.get(one.path, one.path)) for one in rows)
