"""The facts of a module and the text it becomes to its new facts: only what changed is read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import add, sub
from typing import Any, NamedTuple

from consolidator.frozen import replace
from consolidator.model import Facts, Pragma, Statement
from consolidator.syntax.bodies import Reader
from consolidator.syntax.moving import Mover
from consolidator.syntax.positions import Positions
from consolidator.syntax.segments import Edited, edited, tree_within
from consolidator.syntax.visiting import Visitor

_NAMED = ("imports", "functions", "classes", "known_bindings", "known_calls", "known_refs", "known_texts")
"""What `Facts.marks` counts."""


def reread(known: Facts, text: str, newline: str, pragmas: tuple[Pragma, ...]) -> Facts | None:
    """What a file says that was read before and has another text now; None where it has to be read as a whole."""
    found = edited(known, text) if len(known.marks) == len(known.body) else None
    if found is None or not {"__all__", "__main__"}.isdisjoint(found.words()) or found.new[0].before:
        return None
    tree = tree_within(text, found.new, found.fresh)
    if tree is None:
        return None
    bodies = Reader(text)
    visitor = Visitor(Positions(text), bodies)
    try:
        visitor.visit_module(tree)
    except (RecursionError, MemoryError):
        return None
    first = found.new[0]
    if first.before is None and not (visitor.body and visitor.body[0].span.start < first.end):
        return None
    body, marks, lists = _gathered(known, found, visitor, bodies)
    counted: dict[str, Any] = dict(zip(_NAMED, lists, strict=True))
    return replace(
        known,
        source=text,
        newline=newline,
        body=body,
        docstring=visitor.docstring if first.before is None else known.docstring,
        pragmas=pragmas,
        marks=marks,
        **counted,
    )


class _Part(NamedTuple):
    """Top statements, in a row, and what each list holds up to the end of each of them, from where they begin."""

    body: tuple[Statement, ...]
    marks: list[tuple[int, ...]]
    lists: list[Sequence[Any]]


def _gathered(
    known: Facts, found: Edited, visitor: Visitor, bodies: Reader
) -> tuple[tuple[Statement, ...], tuple[tuple[int, ...], ...], list[tuple[Any, ...]]]:
    """The facts of all segments, in the order in which they stand now."""
    old = _Part(known.body, list(known.marks), [getattr(known, name) for name in _NAMED])
    new = _Part(visitor.body, visitor.marks, list(visitor.collected()))
    lines = {row.start: row.line for row in found.old}
    movers: dict[tuple[int, int], Mover] = {}
    body: list[Statement] = []
    marks: list[tuple[int, ...]] = []
    lists: list[list[Any]] = [[] for _ in _NAMED]
    for row in found.new:
        if row.before is None:
            part, shift = _between(new, row.start, row.end), (0, 0)
        else:
            part = _between(old, row.before, row.before + row.end - row.start)
            shift = row.start - row.before, row.line - lines[row.before]
        move = movers.setdefault(shift, Mover(*shift, bodies)).rows
        base = [len(rows) for rows in lists]
        body += move(part.body)
        marks += [tuple(map(add, base, mark)) for mark in part.marks]
        for rows, more in zip(lists, part.lists, strict=True):
            rows += move(more)
    return tuple(body), tuple(marks), [tuple(rows) for rows in lists]


def _between(whole: _Part, start: int, end: int) -> _Part:
    """The statements that begin in a part of the text."""
    first = bisect_left(whole.body, start, key=_start)
    last = bisect_left(whole.body, end, first, key=_start)
    if first == last:
        return _Part((), [], [() for _ in whole.lists])
    base = whole.marks[first - 1] if first else (0,) * len(whole.lists)
    ends = whole.marks[last - 1]
    lists = [rows[at:to] for rows, at, to in zip(whole.lists, base, ends, strict=True)]
    return _Part(whole.body[first:last], [tuple(map(sub, mark, base)) for mark in whole.marks[first:last]], lists)


def _start(statement: Statement) -> int:
    return statement.span.start
