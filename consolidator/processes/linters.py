"""The configuration of ruff to the rules that it selects for a file: https://docs.astral.sh/ruff/settings/#lint_select"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from fnmatch import fnmatch
from typing import Any

from consolidator.filetree import ancestors, join
from consolidator.processes.files.tables import from_toml, inner

_OWN = (".ruff.toml", "ruff.toml")
_UNASKED = ("E4", "E7", "E9", "F")
"""What ruff selects where nobody says so."""


def selected(texts: Mapping[str, bytes], path: str, codes: Iterable[str]) -> frozenset[str]:
    """Those of the codes that ruff looks for in a file; none where it is not configured."""
    for folder in ancestors(posixpath.dirname(path)):
        if table := _configured(texts, folder):
            return _of(_flat(table), posixpath.relpath(path, folder or "."), codes)
    return frozenset()


def _configured(texts: Mapping[str, bytes], folder: str) -> dict[str, Any]:
    """Ruff's own table in a folder, along with the one that it extends."""
    for name in _OWN:
        if found := _table(texts, join(folder, name)):
            return _extended(texts, folder, found)
    found = inner(_table(texts, join(folder, "pyproject.toml")), "tool", "ruff")
    return _extended(texts, folder, found) if found else {}


def _extended(texts: Mapping[str, bytes], folder: str, table: dict[str, Any]) -> dict[str, Any]:
    base = table.get("extend")
    if not isinstance(base, str):
        return table
    found = _table(texts, posixpath.normpath(join(folder, base)))
    return _flat(inner(found, "tool", "ruff") if base.endswith("pyproject.toml") else found) | _flat(table)


def _flat(table: Mapping[str, Any]) -> dict[str, Any]:
    """The settings of the linter, which stood at the top once."""
    return {**table, **inner(dict(table), "lint")}


def _of(table: Mapping[str, Any], path: str, codes: Iterable[str]) -> frozenset[str]:
    chosen = [*(_words(table.get("select")) or _UNASKED), *_words(table.get("extend-select"))]
    ignored = [*_words(table.get("ignore")), *_words(table.get("extend-ignore"))]
    here = [
        word
        for key in ("per-file-ignores", "extend-per-file-ignores")
        for pattern, words in inner(dict(table), key).items()
        if _matches(path, pattern)
        for word in _words(words)
    ]
    return frozenset(c for c in codes if _closest(c, chosen) > _closest(c, ignored) and _closest(c, here) < 0)


def _words(found: object) -> list[str]:
    return [word for word in found if isinstance(word, str)] if isinstance(found, list) else []


def _closest(code: str, words: Iterable[str]) -> int:
    """How many letters the closest of the words has that mean a code, -1 where none does; the longest word counts."""
    return max((0 if word == "ALL" else len(word) for word in words if _means(word, code)), default=-1)


def _means(word: str, code: str) -> bool:
    """Whether a word selects a code: `S` and `S1` mean `S101`, and not `SIM101`; `PL` is the one of four families."""
    family = code.rstrip("0123456789")
    return word in ("ALL", family) or (word == "PL" and family.startswith("PL")) or _is_part(word, code, family)


def _is_part(word: str, code: str, family: str) -> bool:
    return len(word) > len(family) and code.startswith(word)


def _matches(path: str, pattern: str) -> bool:
    """Whether a pattern of files means a path: its name, or the way to it."""
    if pattern.startswith("!"):
        return not _matches(path, pattern[1:])
    return any(fnmatch(each, pattern.removeprefix("**/")) for each in (path, posixpath.basename(path))) or fnmatch(
        path, pattern
    )


def _table(texts: Mapping[str, bytes], path: str) -> dict[str, Any]:
    return from_toml(texts[path].decode("utf-8-sig", "replace")) if path in texts else {}
