"""What the service's own files say about the text that is generated for it: its quotes."""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.model import Facts


def quote_of(modules: Iterable[Facts]) -> str:
    """The quote character that most string literals of these modules use."""
    single = double = 0
    for facts in modules:
        for text in facts.texts:
            first = facts.source[text.span.start : text.span.start + 1]
            single += first == "'"
            double += first == '"'
    return "'" if single > double else '"'
