"""What a command's grammar is made of: parameters of its own, and names of options that all commands share."""

from __future__ import annotations

from typing import Any

from consolidator.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Own:
    """A parameter that only one command has: an argument, or an option where there are `flags`.

    `group` is the heading below which the help shows it, `least` bounds a number.
    """

    name: str
    type: Any
    help: str
    default: Any = None
    flags: tuple[str, ...] = ()
    metavar: str | None = None
    least: float | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Command:
    """A command, or with a blank in its name a member of a group. `options` are names or groups of the table.

    `examples` are command lines, each with what it is good for.
    """

    name: str
    summary: str
    own: tuple[Own, ...]
    options: tuple[str, ...]
    examples: tuple[tuple[str, str], ...] = ()
