"""What is told of a site, and what a person has decided about it."""

from __future__ import annotations

from enum import Enum
from typing import Literal, NamedTuple

from consolidator.frozen import dataclass


class Action(str, Enum):
    """What became of a site."""

    CONSOLIDATED = "consolidated"
    KEPT = "kept"
    REVIEW = "review"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the user is told: `code` such as CE101 (see `codes.py`), `reason` one sentence, `cure` another.

    `fingerprint` is stable when lines move: code, path, symbol and an ordinal, hashed.
    """

    code: str
    level: Literal["note", "warning", "error"]
    path: str
    line: int
    column: int
    symbol: str
    message: str
    action: Action
    reason: str
    cure: str = ""
    database: str | None = None
    fingerprint: str = ""


class Known(NamedTuple):
    """A finding as it is remembered: what tells it from others once lines have moved."""

    fingerprint: str
    code: str
    path: str
    symbol: str


class Decision(NamedTuple):
    """What a person decided of a site, remembered like a finding."""

    fingerprint: str
    code: str
    path: str
    symbol: str
    share: bool


@dataclass(frozen=True, slots=True)
class Decided:
    """The sites of a plan by what was decided of them, now or in `file`.

    What is `undecided` stays as it is, like what was left. `stale` are decisions of sites that are there no more.
    """

    shared: tuple[Finding, ...] = ()
    left: tuple[Finding, ...] = ()
    undecided: tuple[Finding, ...] = ()
    stale: tuple[Decision, ...] = ()
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Guard:
    """What `check` makes of its findings: those that fail it, those that it was told to accept, and what is left over.

    `stale` are remembered findings that are there no more, `baseline` the file that remembers them, `since` the
    commit whose findings do not count either.
    """

    new: tuple[Finding, ...]
    accepted: tuple[Finding, ...] = ()
    stale: tuple[Known, ...] = ()
    baseline: str | None = None
    since: str | None = None
