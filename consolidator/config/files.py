"""A commit's text in; what its `[tool.consolidator]` table or its `consolidator.toml` says out."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field

from consolidator.errors import UsageError
from consolidator.model import Snapshot

NAMES = ("consolidator.toml", "pyproject.toml")


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """The keys that a file sets, as TOML gave them; `name` is the file, empty where there is none."""

    name: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


def read_config(snapshot: Snapshot) -> ConfigFile:
    """The configuration at the root of the commit; `consolidator.toml` goes before `pyproject.toml`.

    Raises UsageError where the file that holds it is not valid TOML.
    """
    for name in NAMES:
        data = snapshot.texts.get(name)
        if data is not None and (name == NAMES[0] or b"tool.consolidator" in data):
            return ConfigFile(name, _table(name, data))
    return ConfigFile()


def _table(name: str, data: bytes) -> Mapping[str, object]:
    document = _parse(name, data)
    whole: object = document if name == NAMES[0] else {}
    tool = document.get("tool")
    table = tool.get("consolidator", whole) if isinstance(tool, dict) else whole
    if not isinstance(table, dict):
        raise UsageError(f"{name}: tool.consolidator is not a table", "write [tool.consolidator] and the keys below it")
    return table


def _parse(name: str, data: bytes) -> dict[str, object]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{name} is not valid TOML: {error}", f"mend {name} and commit it") from None
