"""Files that name one command on each line, or in each section, to those commands: Procfile, systemd, supervisor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from consolidator.processes.arguments import number
from consolidator.regex import lazy

_PROCESS_TYPE = lazy(r"([\w-]{1,80}):[ \t]*(\S.*)")
_SECTION = lazy(r"\[(?:program:)?([\w.-]{1,80})\]")


class Entry(NamedTuple):
    """A command as written; `folder` is where it is run, "" where the file does not say it.

    `copies` is how many run, None where the file names no number.
    """

    name: str
    command: str
    line: int
    folder: str = ""
    copies: int | None = None
    environment: tuple[tuple[str, str], ...] = ()


def from_procfile(text: str) -> Iterator[Entry]:
    """The process types; `release` runs once ahead of the others (devcenter.heroku.com, Procfile)."""
    for line, bare in enumerate(text.splitlines(), 1):
        found = _PROCESS_TYPE.match(bare.strip())
        if found and not bare.lstrip().startswith("#"):
            yield Entry(found[1], found[2], line)


def from_unit(text: str, name: str) -> Iterator[Entry]:
    """`ExecStart=` of a systemd unit, its prefixes taken off (systemd.service(5))."""
    joined = text.replace("\\\r\n", " ").replace("\\\n", " ")
    folder, environment = "", []
    found: list[tuple[str, int]] = []
    for line, bare in enumerate(joined.splitlines(), 1):
        key, _, value = bare.strip().partition("=")
        if key.strip() == "WorkingDirectory":
            folder = value.strip().lstrip("-")
        elif key.strip() == "Environment":
            key, _, text = value.strip().strip("\"'").partition("=")
            environment.append((key, text))
        elif key.strip() == "ExecStart" and value.strip():
            found.append((value.strip().lstrip("@-:+!"), line))
    yield from (Entry(name, command, line, folder, None, tuple(environment)) for command, line in found)


def from_supervisor(text: str) -> Iterator[Entry]:
    """The programs of a supervisor configuration (supervisord.org, configuration)."""
    name, line = "", 0
    values: dict[str, str] = {}
    for at, bare in enumerate([*text.splitlines(), "[end]"], 1):
        section = _SECTION.match(bare.strip())
        if section:
            if name and "command" in values:
                count = values.get("numprocs", "1")
                yield Entry(name, values["command"], line, values.get("directory", ""), number(count))
            name = section[1] if bare.strip().startswith("[program:") else ""
            values = {}
        elif "=" in bare and not bare.lstrip().startswith((";", "#")):
            key, _, value = bare.partition("=")
            values[key.strip()] = value.strip()
            line = at if key.strip() == "command" else line
