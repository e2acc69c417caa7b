"""What an option is: its flag, its environment variable, its key, its default and its help."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "path", "number", "fraction", "choice", "list", "switch", "toggle", "count"]


@dataclass(frozen=True, slots=True)
class Option:
    """One option. `name` is its flag without dashes and its key in a file.

    `least` bounds a number, `refused` says why a file of the target may not set it.
    """

    name: str
    kind: Kind
    help: str
    default: Any
    group: str
    short: str = ""
    metavar: str = ""
    choices: tuple[str, ...] = ()
    least: int | None = None
    refused: str = ""

    @property
    def field(self) -> str:
        """The attribute of `Settings` that holds the value."""
        return self.name.replace("-", "_")

    @property
    def flag(self) -> str:
        """The long flag."""
        return f"--{self.name}"

    @property
    def variable(self) -> str:
        """The environment variable."""
        return f"CONSOLIDATE_{self.field.upper()}"
