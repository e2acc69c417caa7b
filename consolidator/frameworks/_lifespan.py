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
    """Edits that run `lines` at the very end of a generator; none where its shape is unusual.

    They stand in the `finally` of a `try` that is there; nothing is indented for them. A statement of `disposed` that
    stands behind the `yield` gives its place to the lines.
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
    last = function.body[-1]
    if last.kind in ("return", "raise"):
        return ()
    at = line_end(facts, last.span.end)
    return (Replace(Span(at, at), facts.newline + _block(facts, lines, last.span.column - 1)),)


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


def _block(facts: Facts, lines: Sequence[str], indent: int) -> str:
    return facts.newline.join(" " * indent + line for line in lines)
