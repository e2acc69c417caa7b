"""What a finding code is: a title, the reason why it matters, and how to settle it by hand."""

from __future__ import annotations

from typing import Literal

from consolidator.frozen import dataclass
from consolidator.model import Action

Level = Literal["note", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding.

    `why` gives the evidence; figures were measured on SQLAlchemy 1.4.54, 2.0.58 and 2.1.9 with PostgreSQL.
    `fix` says how to settle it by hand. `creation` tells findings about the creation of an
    engine or client, which `check` guards against, from findings about its use. `aside` marks what is told
    besides: it leaves nothing of the work undone.
    """

    id: str
    title: str
    action: Action
    level: Level
    why: str
    fix: str
    creation: bool = True
    aside: bool = False
    problem: str = ""
    """What is wrong as long as nothing has changed, where the title says what was done about it."""

    @property
    def pending(self) -> str:
        """What is wrong, for a reader who is about to settle it."""
        return self.problem or self.title
