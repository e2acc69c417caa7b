"""A list with a source in each line in; services out."""

from __future__ import annotations

from pathlib import Path

from consolidator.fleet.sources import resolved, scope
from consolidator.fleet.values import Service

SUBDIRECTORY = "#subdirectory="
"""What separates a folder of the repository from its source, as pip writes it (pip.pypa.io, VCS support)."""


def read_list(text: str, name: str, base: Path) -> tuple[Service, ...]:
    """The services of a list; blank lines and lines that begin with `#` are left out. Raises UsageError."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    return tuple(_service(line, f"{name}:{number}", base) for number, line in lines if line and line[0] != "#")


def _service(line: str, origin: str, base: Path) -> Service:
    source, _, folder = line.partition(SUBDIRECTORY)
    return Service("", resolved(source, base, origin), scope(folder, origin))
