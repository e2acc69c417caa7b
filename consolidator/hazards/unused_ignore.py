"""`# consolidate: ignore` comments, and codes in them, that hide nothing or will hide the wrong thing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from consolidator.codes import CODES
from consolidator.hazards._scene import Scene, reported
from consolidator.meaning.blocks import statements_in
from consolidator.meaning.comments import ANY
from consolidator.model import Facts, Finding, Pragma, Span
from consolidator.regex import lazy
from consolidator.syntax.reading import Unreadable, read

CODE = "CE311"
_MARK = lazy(r"consolidate:", re.IGNORECASE)


def find(scene: Scene) -> tuple[Finding, ...]:
    """Every such comment, those of modules that have nothing to do with engines included."""
    return tuple(row for facts in _commented(scene) for row in _unused(scene, facts))


def _commented(scene: Scene) -> Iterator[Facts]:
    survey = scene.world.survey
    for path in sorted(survey.holding(b"consolidate:")):
        facts = scene.world.facts.get(path) or _read(path, survey.texts[path])
        if facts is not None and facts.pragmas:
            yield facts


def _read(path: str, data: bytes) -> Facts | None:
    try:
        return read(path, data)
    except Unreadable:
        return None


def _unused(scene: Scene, facts: Facts) -> Iterator[Finding]:
    sites = [site for site in scene.sites if site.path == facts.path]
    lines = {line for site in sites for line in lines_of(facts, site.call.statement)}
    quoted = _quoted(facts)
    starts = list(accumulate((len(row) for row in facts.source.splitlines(keepends=True)), initial=0))
    for row in facts.pragmas:
        mark = _MARK.search(facts.source, starts[row.line - 1])
        if mark is None or _holds(quoted, mark.start()):
            continue
        used = {code for path, line, code in scene.silenced if (path, line) == (facts.path, row.line)}
        if bool(sites) if row.kind == "ignore-file" else row.line in lines:
            used |= {ANY}
        span = Span(mark.start(), mark.end(), row.line, mark.start() - starts[row.line - 1] + 1)
        yield from (reported(CODE, facts, span, "", words, "note") for words in _complaints(row, used))


def _complaints(comment: Pragma, used: set[str]) -> Iterator[tuple[str, str, str]]:
    """Message, reason and cure of each thing in a comment that has no effect; `used` are the codes that have one."""
    where = "this file" if comment.kind == "ignore-file" else "this line"
    if not comment.codes:
        if comment.codes is not None or not used:
            yield "unused ignore comment", f"nothing on {where} creates an engine", "remove the comment"
        return
    for code in comment.codes:
        if code not in CODES:
            yield "unknown code in an ignore comment", f"there is no finding code {code}", _near(code)
        elif code not in used:
            yield "unused code in an ignore comment", f"{code} is not found on {where}", f"remove {code}"


def _near(code: str) -> str:
    from difflib import get_close_matches

    found = get_close_matches(code, CODES, n=1)
    return f"write {found[0]}, or see `consolidate explain`" if found else "see `consolidate explain` for all codes"


def lines_of(facts: Facts, span: Span) -> range:
    """The lines that a statement covers."""
    return range(span.line, span.line + facts.text(span).count("\n") + 1)


def _quoted(facts: Facts) -> list[Span]:
    """The string literals of a file, docstrings included, in source order."""
    found = [text.span for text in facts.texts]
    for body in (facts.body, *(f.body for f in facts.functions), *(c.body for c in facts.classes)):
        found += [s.span for s in statements_in(body) if s.kind == "expr" and s.value and s.value.kind == "const"]
    return sorted(found)


def _holds(spans: list[Span], at: int) -> bool:
    index = bisect_right(spans, at, key=lambda span: span.start) - 1
    return index >= 0 and spans[index].start < at < spans[index].end
