"""What stands against a result to the parts of it that must be left out, so that the rest can go on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consolidator.check.differing import differing
from consolidator.model import Change, ChangeSet, Flaw, Left, Owned, Part

RANK = ("document", "test", "wiring", "settings", "client", "site", "deployable")
"""Which part goes first where several have changed the same file."""
_NEAR = 3
"""Lines around an edit that count as its own."""


def fallen(parts: Sequence[Owned], changes: ChangeSet, found: Iterable[Flaw], whole: bool) -> tuple[Left, ...]:
    """The parts to leave out, each with the first reason; with `whole` the deployables that they belong to.

    A flaw in a file of which nobody is known to be the author falls back on every deployable.
    """
    by_path = {change.path: change for change in changes.changes}
    out: dict[Part, Left] = {}
    for flaw in found:
        for part in _guilty(parts, by_path, flaw, whole):
            out.setdefault(part, Left(part, str(flaw)))
    return tuple(out.values())


def _guilty(parts: Sequence[Owned], changes: dict[str, Change], flaw: Flaw, whole: bool) -> list[Part]:
    path = flaw.cause or flaw.path
    owners = [row for row in parts if row.path == path]
    if whole or not owners:
        return [Part("deployable", unit) for unit in sorted({row.part.unit for row in owners or parts})]
    near = _near(owners, changes.get(path), flaw.line if path == flaw.path else 0)
    first = min(RANK.index(row.part.kind) for row in near)
    return [row.part for row in near if RANK.index(row.part.kind) == first]


def _near(owners: Sequence[Owned], change: Change | None, line: int) -> list[Owned]:
    """The owners whose edits stand where a line of the result comes from; all of them where that cannot be told."""
    if not line or change is None or change.before is None:
        return list(owners)
    lines = _origin(change.before, change.after, line)
    return [row for row in owners if not row.lines.isdisjoint(lines)] or list(owners)


def _origin(before: bytes, after: bytes, line: int) -> range:
    """The lines of the file as it was, counted from 1, that a changed line takes the place of, and those around."""
    for i1, i2, j1, j2 in differing(before.splitlines(), after.splitlines()):
        if j1 - _NEAR < line <= j2 + _NEAR:
            return range(i1 + 1 - _NEAR, i2 + 1 + _NEAR)
    return range(0)
