"""How a command ends: the exit code, and what goes to the two streams."""

from __future__ import annotations

from typing import NamedTuple


class Answer(NamedTuple):
    """The end of a command: its exit code and both streams' content.

    `is_lasting` is whether the same command will say the same of the same commit.
    """

    code: int
    stdout: str | bytes = ""
    stderr: str = ""
    is_lasting: bool = False
