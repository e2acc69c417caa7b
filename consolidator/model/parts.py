"""The parts of a change that can be left out together."""

from __future__ import annotations

from typing import NamedTuple


class Part(NamedTuple):
    """What can be left out of a result while the rest goes on; it is the same part when lines have moved.

    kind: document, test, wiring, settings, client, site, deployable. `unit` is the deployable's import root.
    """

    kind: str
    unit: str
    path: str = ""
    symbol: str = ""


class Left(NamedTuple):
    """A part that is left out because what it would do could not be proven, with the reason."""

    part: Part
    reason: str


class Owned(NamedTuple):
    """A file that changes because of a part; `lines` are those of the part's edits in the file as it was."""

    path: str
    part: Part
    lines: frozenset[int] = frozenset()
