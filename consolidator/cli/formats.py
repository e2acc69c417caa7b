"""What each command can print and write, beside text."""

from __future__ import annotations

from collections.abc import Mapping

from consolidator.config import Option, Settings
from consolidator.errors import UsageError
from consolidator.frozen import replace

_ALL = ("json", "sarif", "markdown")

PRINTED: Mapping[str, tuple[str, ...]] = {
    "demo": _ALL,
    "scan": _ALL,
    "run": _ALL,
    "check": (*_ALL, "github", "gitlab", "junit"),
    "prove": ("json", "markdown"),
    "explain": ("json", "markdown"),
}
"""By command: what `-f` takes."""

WRITTEN: Mapping[str, tuple[str, ...]] = {
    "run": (*_ALL, "html", "patch"),
    "demo": (*_ALL, "html", "patch"),
    "scan": (*_ALL, "html"),
    "check": (*_ALL, "html", "gitlab", "junit"),
    "prove": ("json", "markdown", "html"),
}
"""By command: what `-o` takes."""


def require_format(command: str, settings: Settings) -> None:
    """Raise UsageError where a command cannot print what was asked for."""
    known = ("text", *PRINTED[command])
    if settings.format not in known:
        cure = ", ".join(f"-f {name}" for name in known[:-1])
        raise UsageError(f"{command} has no {settings.format}", f"use {cure} or -f {known[-1]}")


def offered(option: Option, command: str) -> Option:
    """The option as the command's help shows it: with the formats that it has."""
    if option.name == "format":
        return replace(option, choices=("text", *PRINTED[command]))
    if option.name == "output":
        return replace(option, help=option.help.replace("FORMAT=FILE", f"a file: {', '.join(WRITTEN[command])}"))
    return option
