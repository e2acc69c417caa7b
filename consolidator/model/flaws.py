"""What a check finds wrong with a change."""

from __future__ import annotations

from consolidator.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """What stands against a result: `reason` completes the sentence that `path` begins.

    `line` is the place in the file as it would be, 0 where there is none; `cause` the change at fault where that is
    another file's.
    """

    path: str
    reason: str
    line: int = 0
    cause: str = ""

    def __str__(self) -> str:
        place = f"line {self.line}: " if self.line else ""
        return f"{self.path}: {place}{self.reason}"
