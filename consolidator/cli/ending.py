"""How a command ends: the exit code, and what goes to the two streams."""

from __future__ import annotations

from typing import NamedTuple


class Answer(NamedTuple):
    """The end of a command: its exit code and both streams' content.

    `basis` is the commit, and the branch at it, of which the same command will say the same; None where nobody knows.
    """

    code: int
    stdout: str | bytes = ""
    stderr: str = ""
    basis: tuple[str, str | None] | None = None
