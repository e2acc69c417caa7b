"""The files as they become."""

from __future__ import annotations

from consolidator.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """One file before and after, as bytes; `before` None creates it."""

    path: str
    before: bytes | None
    after: bytes
    mode: str = "100644"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The whole proposed result, in path order."""

    changes: tuple[Change, ...]
