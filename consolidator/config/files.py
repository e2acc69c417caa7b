"""A commit's text or a file outside the repository in; what its `[tool.consolidator]` table says out."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from consolidator.errors import EnvironmentFailed, UsageError
from consolidator.frozen import dataclass, field
from consolidator.regex import lazy

if TYPE_CHECKING:
    from consolidator.model import Snapshot

OWN = "consolidator.toml"
NAMES = (OWN, "pyproject.toml")
TABLE = "consolidator"

_MENTIONED = lazy(rb"consolidat", re.IGNORECASE)
_CONFIGURES = lazy(rb"^[ \t]*(?:\[[ \t]*)?tool[ \t]*\.[ \t]*[\"']?consolidat", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """The keys that a file sets, as TOML gave them; `name` is the file, empty where there is none."""

    name: str = ""
    values: Mapping[str, object] = field(default_factory=dict)


def read_config(snapshot: Snapshot) -> ConfigFile:
    """The configuration at the root of the commit; `consolidator.toml` goes before `pyproject.toml`.

    Raises UsageError where the file that holds it is not valid TOML, and for a table under a mistyped name.
    """
    return configuration(snapshot.texts)


def configuration(texts: Mapping[str, bytes], where: str = "") -> ConfigFile:
    """The configuration among these files, by name; `where` is added to the name for the user."""
    found = [ConfigFile(f"{name}{where}", table) for name, table in tables(texts, where)]
    return found[0] if found else ConfigFile()


def tables(texts: Mapping[str, bytes], where: str = "") -> list[tuple[str, Mapping[str, object]]]:
    """Every file that configures the tool, with its keys; the first one counts."""
    read = ((name, _table(name, texts[name], f"{name}{where}")) for name in NAMES if name in texts)
    return [(name, table) for name, table in read if table is not None]


def read_outside(file: str) -> ConfigFile:
    """The keys of a file that the user named; raises EnvironmentFailed where it cannot be read, else UsageError."""
    try:
        data = Path(file).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise EnvironmentFailed(f"cannot read {file!r}: {reason}", "name a TOML file with --config") from None
    own = Path(file).name != NAMES[1]
    return ConfigFile(file, _table(OWN if own else NAMES[1], data, file) or {})


def is_ours(name: str, data: bytes) -> bool:
    """Whether a file of that name configures the tool, whatever it says; told by its text alone."""
    return name == OWN or bool(_CONFIGURES.search(data))


def _table(name: str, data: bytes, shown: str) -> Mapping[str, object] | None:
    """The keys that a file sets, None where it is no file of ours. `shown` is how the user calls it."""
    if name != OWN and not _MENTIONED.search(data):
        return None
    document = _parse(data, shown, ours=is_ours(name, data))
    found = document.get("tool")
    tool = found if isinstance(found, dict) else {}
    wrong = [f"tool.{key}" for key in tool if key != TABLE and _is_near(key)]
    wrong += [key for key in document if name != OWN and _is_near(key)]
    if wrong:
        raise UsageError(f"{shown}: [{wrong[0]}] is not read", f"did you mean [tool.{TABLE}]?")
    table = tool.get(TABLE)
    if table is not None and not isinstance(table, dict):
        raise UsageError(f"{shown}: tool.{TABLE} is not a table", f"write [tool.{TABLE}] and the keys below it")
    return table if name != OWN else {key: document[key] for key in document if key != "tool"} | (table or {})


def _is_near(key: str) -> bool:
    """Whether a table's name is ours, or ours but for a slip."""
    import difflib

    return difflib.SequenceMatcher(None, key.lower(), TABLE).ratio() > 0.8


def _parse(data: bytes, shown: str, ours: bool) -> dict[str, object]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        if not ours:
            return {}
        raise UsageError(f"{shown} is not valid TOML: {failure(error)}", f"mend {shown}") from None


def failure(error: ValueError | RecursionError) -> str:
    """What the reader of TOML says, in short."""
    if isinstance(error, RecursionError):
        return "nested too deeply"
    words = " ".join(str(error).split())[:120]
    return "a number in it is too large" if "integer string conversion" in words else words
