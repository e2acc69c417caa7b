"""`# consolidate: ignore` comments that stand at no creation site hide nothing, or will hide the wrong thing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from consolidator.hazards._scene import Scene, reported
from consolidator.meaning.sites import statements_in
from consolidator.model import Facts, Finding, Span
from consolidator.syntax.reading import Unreadable, read

CODE = "CE311"
_MARK = re.compile(r"consolidate:", re.IGNORECASE)


def find(scene: Scene) -> tuple[Finding, ...]:
    """Every such comment, those of modules that have nothing to do with engines included."""
    return tuple(row for facts in _commented(scene) for row in _unused(scene, facts))


def _commented(scene: Scene) -> Iterator[Facts]:
    for path, data in sorted(scene.texts.items()):
        if not path.endswith(".py") or b"consolidate:" not in data:
            continue
        facts = scene.world.facts.get(path) or _read(path, data)
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
    for line, kind, _ in facts.pragmas:
        used = bool(sites) if kind == "ignore-file" else line in lines
        mark = _MARK.search(facts.source, starts[line - 1])
        if mark is not None and not used and not _holds(quoted, mark.start()):
            yield _finding(facts, kind, Span(mark.start(), mark.end(), line, mark.start() - starts[line - 1] + 1))


def _finding(facts: Facts, kind: str, span: Span) -> Finding:
    where = "this file" if kind == "ignore-file" else "this line"
    words = ("unused ignore comment", f"nothing on {where} creates an engine", "remove the comment")
    return reported(CODE, facts, span, "", words, "note")


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
