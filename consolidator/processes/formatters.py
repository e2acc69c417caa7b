"""The configuration of formatters to how they write what is new: the length of a line, and the quotes.

https://docs.astral.sh/ruff/settings/ and https://black.readthedocs.io/en/stable/usage_and_configuration/the_basics.html
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from consolidator.filetree import ancestors, join
from consolidator.frozen import dataclass
from consolidator.processes.files.tables import from_toml

LENGTHS = range(40, 321)
"""Those that a formatter takes and text can have."""
_QUOTES = {"single": "'", "double": '"'}
_OWN = ("ruff.toml", ".ruff.toml")


@dataclass(frozen=True, slots=True)
class Formatting:
    """`width` is the length of a line, `quote` the character of a string, None where nobody says so.

    `is_said` is False where no formatter is configured.
    """

    width: int = 88
    quote: str | None = None
    is_said: bool = True


def formatting(texts: Mapping[str, bytes], folder: str) -> Formatting:
    """What the nearest files say for a folder: ruff's own before the project's, ruff before black."""
    rows = list(itertools.chain.from_iterable(_said(texts, above) for above in ancestors(folder)))
    width = next((width for width, _ in rows if width is not None), Formatting().width)
    return Formatting(width, next((quote for _, quote in rows if quote is not None), None), bool(rows))


def _said(texts: Mapping[str, bytes], folder: str) -> Iterator[tuple[int | None, str | None]]:
    tools = _inner(_table(texts, join(folder, "pyproject.toml")), "tool")
    for table in (*(_table(texts, join(folder, name)) for name in _OWN), _inner(tools, "ruff")):
        if table:
            yield _ruff(table)
    if "black" in tools:
        black = _inner(tools, "black")
        yield _length(black) or 88, None if black.get("skip-string-normalization") is True else '"'


def _ruff(table: Mapping[str, Any]) -> tuple[int | None, str | None]:
    style = _inner(table, "format").get("quote-style")
    linted = _inner(_inner(table, "lint"), "flake8-quotes").get("inline-quotes")
    return _length(table), _QUOTES.get(str(style)) or _QUOTES.get(str(linted))


def _length(table: Mapping[str, Any]) -> int | None:
    found = table.get("line-length")
    return found if isinstance(found, int) and found in LENGTHS else None


def _table(texts: Mapping[str, bytes], path: str) -> dict[str, Any]:
    return from_toml(texts[path].decode("utf-8-sig", "replace")) if path in texts else {}


def _inner(table: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = table.get(name)
    return found if isinstance(found, dict) else {}
