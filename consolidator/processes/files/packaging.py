"""Packaging files to the console scripts that they install.

https://packaging.python.org/en/latest/specifications/entry-points/
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from consolidator.processes.files.tables import from_ini, from_toml, inner
from consolidator.regex import lazy

_SETUP_ROW = lazy(r"[\"']\s*([\w.-]{1,80})\s*=\s*([\w.]{1,200})(?::([\w.]{1,80}))?\s*[\"'\[]")
_VALUE = lazy(r"([\w.]{1,200})(?::([\w.]{1,80}))?")


class Script(NamedTuple):
    """A command that installing the package gives: the module and the function that it calls."""

    name: str
    module: str
    function: str
    line: int


def scripts(name: str, text: str) -> Iterator[Script]:
    """The scripts of a `pyproject.toml`, `setup.cfg` or `setup.py`."""
    if name == "pyproject.toml":
        rows = dict(_from_pyproject(text))
    elif name == "setup.cfg":
        rows = dict(_from_setup_cfg(text))
    else:
        rows = {row[0]: f"{row[1]}:{row[2]}" for row in _SETUP_ROW.findall(text) if "console_scripts" in text}
    lines = text.splitlines()
    for key, value in rows.items():
        found = _VALUE.match(value.strip())
        if found:
            line = next((at for at, each in enumerate(lines, 1) if key in each and found[1] in each), 1)
            yield Script(key, found[1], found[2] or "", line)


def _from_pyproject(text: str) -> Iterator[tuple[str, str]]:
    table = from_toml(text)
    for path in (("project", "scripts"), ("project", "gui-scripts"), ("tool", "poetry", "scripts")):
        for key, value in inner(table, *path).items():
            given = value.get("callable") or value.get("reference") if isinstance(value, dict) else value
            if isinstance(given, str):
                yield key, given


def _from_setup_cfg(text: str) -> Iterator[tuple[str, str]]:
    rows = from_ini(text, "options.entry_points").get("console_scripts", "")
    for row in rows.splitlines():
        key, equals, value = row.partition("=")
        if equals:
            yield key.strip(), value.strip()
