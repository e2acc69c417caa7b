"""What came of a target's own tests, before and after."""

from __future__ import annotations

from consolidator.frozen import dataclass


@dataclass(frozen=True, slots=True)
class TestCount:
    """What one run of a test command came to; `passed` None where the command does not say."""

    __test__ = False

    status: int | None
    """Exit status, None where the command ran out of time."""
    passed: int | None
    failed: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The target's own tests before and after a change."""

    command: str
    before: TestCount
    after: TestCount
