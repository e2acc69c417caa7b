"""What the user asks for."""

from __future__ import annotations

from typing import Literal

from consolidator.frozen import dataclass
from consolidator.model.parts import Left, Part


@dataclass(frozen=True, slots=True)
class PoolOptions:
    """Pool settings: sizes are connections, times are seconds. `explicit` names those the user set.

    `wait_warning` is how many callers may wait before it is told, None where nobody asked for that.
    """

    size: int = 5
    max_overflow: int = 10
    timeout: int = 30
    recycle: int = 1800
    pre_ping: bool = True
    wait_warning: int | None = None
    explicit: frozenset[str] = frozenset()

    @property
    def warns(self) -> bool:
        """Whether a warning of many waiting callers was asked for."""
        return self.wait_warning is not None


@dataclass(frozen=True, slots=True)
class Options:
    """Everything a run can be told that changes the plan."""

    target: str | None = None
    pool: PoolOptions = PoolOptions()
    client_classes: tuple[str, ...] = ()
    health: Literal["auto", "yes", "no"] = "auto"
    tests: bool = True
    include_review: bool = False
    size_home: bool = False
    """Put the pool sizes of a home that is its database's only engine into settings."""
    upgrade: bool = False
    """Write the shared module of an earlier version anew."""
    template_dir: str | None = None
    scope: str = ""
    """The folder of the repository whose deployables may change; empty for all of them."""
    left: tuple[Left, ...] = ()

    def leaves(self, part: Part) -> str | None:
        """Why a part is left out; None where it is not."""
        return next((row.reason for row in self.left if row.part == part), None)
