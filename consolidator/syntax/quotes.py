"""Which quotation marks a module prefers."""

from __future__ import annotations

from consolidator.model import Facts


def quote_of(facts: Facts) -> str:
    """The quotation mark that most strings of the file have; the double one where they are even."""
    marks = [facts.source[text.span.start : text.span.start + 1] for text in facts.texts]
    return "'" if marks.count("'") > marks.count('"') else '"'
