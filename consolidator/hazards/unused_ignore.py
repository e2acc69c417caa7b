"""`# consolidate: ignore` comments that stand at no creation site hide nothing, or will hide the wrong thing."""

from __future__ import annotations

from collections.abc import Iterator

from consolidator.hazards._scene import Scene, reported
from consolidator.model import Facts, Finding, Span
from consolidator.planning.sites import statements_in
from consolidator.syntax.reading import Unreadable, read

CODE = "CE311"


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
    for line, kind, _ in facts.pragmas:
        used = bool(sites) if kind == "ignore-file" else line in lines
        if not used and not _is_quoted(facts, line):
            where = "this file" if kind == "ignore-file" else "this line"
            words = ("unused ignore comment", f"nothing on {where} creates an engine", "remove the comment")
            start = _offset(facts, line)
            yield reported(CODE, facts, Span(start, start, line, 1), "", words, "note")


def lines_of(facts: Facts, span: Span) -> range:
    """The lines that a statement covers."""
    return range(span.line, span.line + facts.text(span).count("\n") + 1)


def _offset(facts: Facts, line: int) -> int:
    return sum(len(row) for row in facts.source.splitlines(keepends=True)[: line - 1])


def _is_quoted(facts: Facts, line: int) -> bool:
    """Whether the comment is text inside a string."""
    quoted = [text.span for text in facts.texts]
    for body in (facts.body, *(f.body for f in facts.functions), *(c.body for c in facts.classes)):
        quoted += [s.span for s in statements_in(body) if s.kind == "expr" and s.value and s.value.kind == "const"]
    at = _offset(facts, line) + _offset_in_line(facts, line)
    return any(span.start < at < span.end for span in quoted)


def _offset_in_line(facts: Facts, line: int) -> int:
    return facts.source.splitlines()[line - 1].casefold().rfind("consolidate:")
