"""A file, standard input or a folder in; the services of a fleet out."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from consolidator.errors import EnvironmentFailed, UsageError
from consolidator.fleet.manifest.discovery import discover
from consolidator.fleet.manifest.listing import read_list
from consolidator.fleet.manifest.naming import named
from consolidator.fleet.manifest.tables import read_tables
from consolidator.fleet.values import Manifest
from consolidator.frozen import replace
from consolidator.masking import printable
from consolidator.regex import lazy

STDIN = "-"
_TABLE = lazy(r"^[ \t]*\[", re.MULTILINE)


def read_manifest(place: str | None, discovered: str | None = None, exclude: Sequence[str] = ()) -> Manifest:
    """The services of the file `place` (`-`: standard input), or the repositories below the folder `discovered`.

    `exclude` are shell patterns of names that are left out. A file with a table in it is TOML, any other a list with a
    source in each line; what is relative counts from the file's folder.
    Raises UsageError for what cannot be used, EnvironmentFailed for a file that cannot be read.
    """
    if (place is None) == (discovered is None):
        raise UsageError("name a manifest or a folder, one of both", "give MANIFEST, `-` or --discover DIR")
    found = Manifest(discover(discovered)) if discovered is not None else _read(str(place))
    services = tuple(each for each in named(found.services) if not any(fnmatchcase(each.name, one) for one in exclude))
    if not services:
        raise UsageError("there is no service in the fleet", "name at least one source, or exclude fewer")
    return replace(found, services=services)


def _read(place: str) -> Manifest:
    text = _text(place)
    folder = Path.cwd() if place == STDIN else Path(place).resolve().parent
    name = "standard input" if place == STDIN else printable(place)
    if place.endswith(".toml") or _TABLE.search(text):
        return read_tables(text, name, folder)
    return Manifest(read_list(text, name, folder))


def _text(place: str) -> str:
    try:
        data = sys.stdin.buffer.read() if place == STDIN else Path(place).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise EnvironmentFailed(f"cannot read {printable(place)}: {reason}", "name a file that exists") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"{printable(place)} is not UTF-8", "save it in UTF-8") from None
