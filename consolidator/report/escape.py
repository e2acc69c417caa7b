"""Text that came from somewhere in; text that is safe to stand in Markdown out, passwords masked."""

from __future__ import annotations

import re

from consolidator.masking import mask, printable
from consolidator.regex import lazy

_PUNCTUATION = lazy(r"([\\`*_\[\]<>#|~$&])")
_REFERENCES = lazy(r"(@|#|GH-)(?=\w)")


def markdown_text(text: str) -> str:
    """`text` as literal Markdown on one line, with what stands between backticks as code.

    `@name` and `#1` stay words and notify or link nobody: the empty comment that keeps a
    reference apart is what GitHub Flavored Markdown leaves invisible.
    """
    shown = printable(mask(text))
    parts = shown.split("`")
    if len(parts) % 2 == 0:
        return _literal(shown)
    return "".join(markdown_code(part) if at % 2 else _literal(part) for at, part in enumerate(parts))


def _literal(text: str) -> str:
    return _REFERENCES.sub(r"\1<!-- -->", _PUNCTUATION.sub(r"\\\1", text))


def markdown_code(text: str) -> str:
    """`text` as a Markdown code span, also in a table cell (CommonMark 6.1; a cell needs its bars escaped)."""
    shown = printable(mask(text)).replace("|", r"\|")
    fence = "`" * (max((len(run) for run in re.findall(r"`+", shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}" if shown else ""
