"""What an option is: its flag, its environment variable, its key, its default and its help."""

from __future__ import annotations

from typing import Any, Literal

from consolidator.frozen import dataclass

Kind = Literal["text", "path", "number", "issue", "fraction", "choice", "list", "switch", "toggle", "count"]

FileClass = Literal["change", "runs-code", "checkout", "commit", "call"]
"""What an option decides about, which says whether a repository's own file may set it: `change`, the text of its own
change, may be set there; `standing.REASONS` says why the others may not."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option. `name` is its flag without dashes and its key in a file.

    `file` says whether a file of the repository may set it, `least` and MOST bound a number.
    """

    name: str
    kind: Kind
    help: str
    default: Any
    group: str
    file: FileClass
    short: str = ""
    metavar: str = ""
    choices: tuple[str, ...] = ()
    least: int | None = None

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
