"""A report in; each changed file with its hunks, and beside each hunk what is said of it, out."""

from __future__ import annotations

from collections.abc import Sequence

from consolidator.frozen import dataclass
from consolidator.model import Change, Owned
from consolidator.report.diff import DiffLine, parts, size
from consolidator.report.outcome import Report
from consolidator.report.review.hunks import Fold, Line, Stretch, stretches
from consolidator.report.review.places import Place
from consolidator.report.review.text import literal

_ROLES = {
    "site": "Part of the change of {symbol}.",
    "client": "Part of the change of {symbol}.",
    "settings": "Settings of the pool.",
    "wiring": "Connects the application with the shared module.",
    "document": "Documents the settings.",
}
"""What a hunk without a finding belongs to, by the kind of its part."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """Lines that change together; `notes` are the places in them, `role` says what else they are for."""

    anchor: str
    context: str
    lines: tuple[Line, ...]
    ahead: Fold | None
    notes: tuple[Place, ...]
    role: str

    @property
    def places(self) -> tuple[str, ...]:
        """The keys of the places that it shows."""
        return tuple(note.key for note in self.notes)


@dataclass(frozen=True, slots=True)
class File:
    """A changed file; a new one is generated, and folded at first."""

    anchor: str
    path: str
    reason: str
    is_new: bool
    added: int
    removed: int
    hunks: tuple[Hunk, ...]
    behind: Fold | None

    @property
    def codes(self) -> str:
        """The codes of its places, for the filter."""
        return " ".join(sorted({note.code for hunk in self.hunks for note in hunk.notes if note.code}))

    @property
    def levels(self) -> str:
        """The levels of its places, for the filter."""
        return " ".join(sorted({note.level for hunk in self.hunks for note in hunk.notes if note.level}))


def changed_files(report: Report, places: Sequence[Place]) -> tuple[File, ...]:
    """The files of the change in the order of its patch."""
    changes = report.changes.changes if report.changes else ()
    owned = report.plan.parts if report.plan else ()
    pairs = zip(changes, parts(report.patch), strict=True)
    return tuple(_file(f"f{at}", change, part, places, owned) for at, (change, part) in enumerate(pairs, 1))


def _file(
    anchor: str, change: Change, part: Sequence[DiffLine], places: Sequence[Place], owned: Sequence[Owned]
) -> File:
    added, removed = size(part)
    here = [row for row in places if row.path == change.path]
    mine = [row for row in owned if row.path == change.path]
    found, behind = stretches(change.path, part, change.after.decode("utf-8", "surrogateescape"))
    hunks = tuple(_hunk(f"{anchor}h{at}", each, here, mine) for at, each in enumerate(found, 1))
    is_new = change.before is None
    return File(anchor, literal(change.path), literal(change.reason), is_new, added, removed, hunks, behind)


def _hunk(anchor: str, lines: Stretch, here: Sequence[Place], mine: Sequence[Owned]) -> Hunk:
    notes = tuple(row for row in here if lines.first <= row.line <= lines.last)
    return Hunk(anchor, lines.context, lines.lines, lines.ahead, notes, "" if notes else _role(lines, mine))


def _role(lines: Stretch, mine: Sequence[Owned]) -> str:
    """What the hunk is for, where it belongs to one kind of part that says so."""
    touched = range(lines.first, lines.last + 1)
    owners = [row.part for row in mine if any(line in touched for line in row.lines)] or [row.part for row in mine]
    roles = {_ROLES[part.kind].format(symbol=literal(part.symbol)) for part in owners if part.kind in _ROLES}
    return roles.pop() if len(roles) == 1 else ""
