"""A `with` statement that makes a pool to the edits that leave its block without it."""

from __future__ import annotations

from consolidator.model import Facts, Replace, Span, Statement
from consolidator.regex import lazy

_HEAD = lazy(r"(async\s+)?with\s+")
_TAIL = lazy(r"[ ]+as[ ]+\w+[ ]*:[ ]*\r?\n[ ]*")
_NEXT = lazy(r"[ ]+as[ ]+\w+[ ]*,[ ]*")
_FIXED = ('"""', "'''", "\\\n", "\\\r\n", "\t")
"""Text whose indent may have a meaning."""


def unwrapped(facts: Facts, statement: Statement, value: str) -> tuple[Replace, ...] | None:
    """Edits that assign `value` to the first item's name ahead of the block, and take the item out of the `with`.

    A `with` that has no other item goes, its block one step to the left. None where the text is laid out in a way
    that cannot be changed line by line.
    """
    span, (expr, name) = statement.span, statement.items[0]
    line = facts.source.rfind("\n", 0, span.start) + 1
    indent = facts.source[line : span.start]
    head = _HEAD.fullmatch(facts.source[span.start : expr.span.start])
    if indent.strip(" ") or head is None:
        return None
    start = f"{name} = {value}{facts.newline}{indent}"
    if len(statement.items) == 1:
        return _without_block(facts, statement, start)
    other = statement.items[1][0].span.start
    if not _NEXT.fullmatch(facts.source[expr.span.end : other]):
        return None
    return (Replace(Span(span.start, other), start + head.group()),)


def _without_block(facts: Facts, statement: Statement, start: str) -> tuple[Replace, ...] | None:
    first = statement.body[0].span
    inner = facts.source[first.start : statement.span.end]
    step = first.column - statement.span.column
    between = facts.source[statement.items[0][0].span.end : first.start]
    if any(mark in inner for mark in _FIXED) or not _TAIL.fullmatch(between):
        return None
    edits = [Replace(Span(statement.span.start, first.start), start)]
    at = facts.source.find("\n", first.start, statement.span.end)
    while at >= 0:
        lead = facts.source[at + 1 : at + 1 + step]
        if lead.strip(" \r\n"):
            return None
        if lead == " " * step:
            edits.append(Replace(Span(at + 1, at + 1 + step), ""))
        at = facts.source.find("\n", at + 1, statement.span.end)
    return tuple(edits)
