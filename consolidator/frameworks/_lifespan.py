"""An existing lifespan generator to edits that open the database at its head and close it behind its `yield`.

https://fastapi.tiangolo.com/advanced/events/ and https://www.starlette.io/lifespan/
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from consolidator.frameworks._placing import ahead, line_end
from consolidator.model import Edit, Facts, Function, Replace, Span, Statement

STEP = "    "


def opening(facts: Facts, function: Function, lines: Sequence[str]) -> tuple[Edit, ...]:
    """An edit that runs `lines` ahead of what a function does; none where its body has no line of its own."""
    body = [row for row in function.body if row.span != function.docstring]
    if not lines or not body or _shares_a_line(facts, function, body[0]):
        return ()
    at = ahead(facts, function.qualname, body[0].span).offset
    return (Replace(Span(at, at), _block(facts, lines, body[0].span.column - 1) + facts.newline),)


def _shares_a_line(facts: Facts, function: Function, first: Statement) -> bool:
    line = facts.source.rfind("\n", 0, first.span.start) + 1
    return bool(facts.source[line : first.span.start].strip())


def closing(facts: Facts, function: Function, lines: Sequence[str], disposed: Sequence[Span]) -> tuple[Edit, ...]:
    """Edits that run `lines` at the very end of a generator, in a `finally`; none where its shape is unusual.

    A statement of `disposed` that stands behind the `yield` gives its place to the lines.
    """
    chain = _chain(function.body)
    if not chain or not function.is_async or len(list(_yields(function.body))) != 1:
        return ()
    top = chain[0]
    for span in disposed:
        if function.span.holds(span) and span.start > chain[-1].span.end:
            return (Replace(span, _block(facts, lines, span.column - 1).lstrip()),)
    if top.kind == "try" and chain[-1] in top.body:
        return (_finally(facts, top, lines),)
    rest = [row for row in function.body if row.span.start >= top.span.start]
    return tuple(_wrapped(facts, rest, lines))


def _chain(body: Sequence[Statement]) -> list[Statement]:
    """The statements that hold the yield, outermost first, ending with it; empty where a branch or loop holds it."""
    for row in body:
        if row.kind == "expr" and row.value is not None and row.value.value == "Yield":
            return [row]
        if row.kind in ("try", "with", "asyncwith") and (inner := _chain(row.body)):
            return [row, *inner]
    return []


def _yields(body: Sequence[Statement]) -> Iterator[Statement]:
    for row in body:
        if row.value is not None and row.value.value in ("Yield", "YieldFrom"):
            yield row
        for part in (row.body, row.orelse, row.handlers, row.finalbody):
            yield from _yields(part)


def _finally(facts: Facts, row: Statement, lines: Sequence[str]) -> Replace:
    """The lines at the end of the `finally` of a try statement, which is added where it is missing."""
    outer = " " * (row.span.column - 1)
    if row.finalbody:
        text = _block(facts, lines, row.finalbody[-1].span.column - 1)
    else:
        text = f"{outer}finally:{facts.newline}{_block(facts, lines, row.span.column - 1 + len(STEP))}"
    at = line_end(facts, row.span.end)
    return Replace(Span(at, at), facts.newline + text)


def _wrapped(facts: Facts, rest: Sequence[Statement], lines: Sequence[str]) -> Iterator[Replace]:
    """The statements from the yield on inside `try`, indented one step, with the lines in its `finally`.

    Text whose indent has a meaning, such as a string over several lines, is followed by the lines instead.
    """
    start, end = rest[0].span.start, line_end(facts, rest[-1].span.end)
    indent = rest[0].span.column - 1
    inner = facts.source[start:end]
    if any(mark in inner for mark in ('"""', "'''", "\\\n", "\\\r\n")):
        yield Replace(Span(end, end), facts.newline + _block(facts, lines, indent))
        return
    yield Replace(Span(start, start), f"try:{facts.newline}{' ' * indent}{STEP}")
    for offset in _inner_lines(facts, start, end):
        yield Replace(Span(offset, offset), STEP)
    tail = f"{' ' * indent}finally:{facts.newline}{_block(facts, lines, indent + len(STEP))}"
    yield Replace(Span(end, end), facts.newline + tail)


def _inner_lines(facts: Facts, start: int, end: int) -> Iterator[int]:
    """Offsets of the lines that begin inside a range and hold anything."""
    at = facts.source.find("\n", start, end)
    while at >= 0:
        line_end = facts.source.find("\n", at + 1, end)
        if facts.source[at + 1 : line_end if line_end >= 0 else end].strip():
            yield at + 1
        at = line_end


def _block(facts: Facts, lines: Sequence[str], indent: int) -> str:
    return facts.newline.join(" " * indent + line for line in lines)
