"""What the service's own files say about the text that is generated for it: its quotes."""

from __future__ import annotations

from collections.abc import Iterable

from consolidator.model import Facts, Unread, only
from consolidator.regex import lazy

_JOINED = lazy(r"[\"'](?:\s|\\|#.*)*[fF][rR]?[\"']|[\"'](?:\s|\\|#.*)*[rR][fF][\"']")
"""A literal that a formatted one follows, whose texts between its fields are taken to begin where the first does."""


def quote_of(modules: Iterable[Facts]) -> str:
    """The quote character that most string literals of these modules use.

    A body is only read where it may decide: there are no more literals than quote characters in it.
    """
    known = list(modules)
    single = double = 0
    for facts in known:
        starts = [facts.source[text.span.start : text.span.start + 1] for text in facts.some_texts(only(""))]
        single, double = single + starts.count("'"), double + starts.count('"')
    bodies = [(facts.source, body, _most(facts, body)) for facts in known for body in facts.unread]
    singles, doubles = (sum(most[at] for _, _, most in bodies) for at in range(2))
    for source, body, most in bodies:
        if single > double + doubles or single + singles <= double:
            break
        starts = [source[text.span.start : text.span.start + 1] for text in body.read().texts]
        single, double = single + starts.count("'"), double + starts.count('"')
        singles, doubles = singles - most[0], doubles - most[1]
    return "'" if single > double else '"'


def _most(facts: Facts, body: Unread) -> tuple[int, int]:
    """How many literals with either quote may stand in a body."""
    text = facts.source[body.start : body.end]
    fields = text.count("{") if _JOINED.search(text) else 0
    return text.count("'") + fields, text.count('"') + fields
