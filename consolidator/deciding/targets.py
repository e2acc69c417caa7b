"""What the service's own files say about the text that is generated for it: Python version and quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from consolidator.model import Facts

_REQUIRES = re.compile(rb"""requires-python\s*=\s*["'][^"'\d]*(\d+)\.(\d+)""")
_POETRY = re.compile(rb"""^python\s*=\s*["'][^"'\d]*(\d+)\.(\d+)""", re.MULTILINE)


def python_of(texts: Mapping[str, bytes], path: str) -> tuple[int, int]:
    """The lowest Python that the nearest pyproject.toml declares; (3, 9) where none does."""
    folder = path.rpartition("/")[0]
    while True:
        data = texts.get(f"{folder}/pyproject.toml".lstrip("/"), b"")
        found = _REQUIRES.search(data) or _POETRY.search(data)
        if found:
            return int(found.group(1)), int(found.group(2))
        if not folder:
            return 3, 9
        folder = folder.rpartition("/")[0]


def quote_of(modules: Iterable[Facts]) -> str:
    """The quote character that most string literals of these modules use."""
    single = double = 0
    for facts in modules:
        for text in facts.texts:
            first = facts.source[text.span.start : text.span.start + 1]
            single += first == "'"
            double += first == '"'
    return "'" if single > double else '"'
