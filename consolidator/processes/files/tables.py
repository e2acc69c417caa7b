"""TOML, JSON or INI text to its table; what cannot be read is an empty one."""

from __future__ import annotations

import json
import sys
from typing import Any


def from_toml(text: str) -> dict[str, Any]:
    """The table of a TOML file."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        return {}


def from_json(text: str) -> dict[str, Any]:
    """The object of a JSON file."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def from_ini(text: str, section: str) -> dict[str, str]:
    """One section of an INI file; a key that stands twice counts as it stands last."""
    import configparser

    parser = configparser.RawConfigParser(strict=False, allow_no_value=True)
    try:
        parser.read_string(text)
    except (configparser.Error, ValueError):
        return {}
    return {key: value or "" for key, value in parser.items(section)} if parser.has_section(section) else {}


def inner(table: dict[str, Any], *keys: str) -> dict[str, Any]:
    """The table under a path of keys, an empty one where there is none."""
    for key in keys:
        found = table.get(key)
        table = found if isinstance(found, dict) else {}
    return table
