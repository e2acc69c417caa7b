"""A module that was read, and the text it becomes, to the top statements that stand there as before, and the others.

A module is its top statements, one after the other, so that the tree of some of them is read of their lines alone.
"""

from __future__ import annotations

import ast
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from consolidator.frozen import dataclass
from consolidator.model import Class, Facts, Function
from consolidator.regex import lazy
from consolidator.syntax.parsing import tree_of

_WORD = lazy(r"\w+")
_QUOTED = frozenset("\"'rRuUbBfF")
"""What a text literal begins with."""
_Place = tuple[int | None, int, int]
"""Where lines began in the text before, and where they begin and end."""
_DEFINITIONS = frozenset({"functiondef", "asyncfunctiondef", "classdef"})


class Segment(NamedTuple):
    """Whole lines: offsets in the text and the number of the first line, from 1.

    `before` is where the same lines began in the text before; None where they are new, and in the text before itself.
    """

    start: int
    end: int
    line: int
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """A text before and after, each cut into segments without a gap."""

    before: str
    after: str
    old: tuple[Segment, ...]
    new: tuple[Segment, ...]

    @property
    def gone(self) -> tuple[Segment, ...]:
        """What is not there any more."""
        kept = {row.before for row in self.new}
        return tuple(row for row in self.old if row.start not in kept)

    @property
    def fresh(self) -> tuple[Segment, ...]:
        """What is new."""
        return tuple(row for row in self.new if row.before is None)

    def words(self) -> frozenset[str]:
        """Every word of what is gone and of what is new."""
        texts = [self.before[row.start : row.end] for row in self.gone]
        texts += [self.after[row.start : row.end] for row in self.fresh]
        return frozenset(word for text in texts for word in _WORD.findall(as_named(text)))


def as_named(text: str) -> str:
    """A text with its names as Python reads them (PEP 3131)."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def edited(facts: Facts, after: str) -> Edited | None:
    """The text of a module beside the one that it becomes.

    None where that has to be read as a whole: lines end or begin unusually, or the text begins with another docstring.
    """
    old = _segments(facts)
    if not old or not _is_plain(after):
        return None
    new = tuple(_covered(after, _kept(facts.source, after, old)))
    first = new[0].before if new else 0
    if not new or (first and facts.source[first] in _QUOTED) or any(_is_open(after, row) for row in new):
        return None
    return Edited(facts.source, after, old, new)


def tree_within(text: str, segments: Sequence[Segment], wanted: Collection[Segment]) -> ast.Module | None:
    """The tree of some of a text's segments, with the lines and columns that they have in it.

    None where a segment means nothing alone, or not the same.
    """
    try:
        tree = tree_of(text_within(text, segments, wanted))
    except (SyntaxError, RecursionError, MemoryError):
        return None
    lines = [row.line for row in segments]
    return tree if all(_is_inside(node, lines) for node in tree.body) else None


def text_within(text: str, segments: Sequence[Segment], wanted: Collection[Segment]) -> str:
    """The lines of some of a text's segments, where they are in it; those of the others are empty."""
    rows = [(text[row.start : row.end], row in wanted) for row in segments]
    return "".join(row if is_wanted else "\n" * row.count("\n") for row, is_wanted in rows)


def _is_inside(node: ast.stmt, lines: Sequence[int]) -> bool:
    """Whether a statement begins and ends in the same segment, of which the first `lines` are given."""
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])
    return bisect_right(lines, first) == bisect_right(lines, node.end_lineno or first)


def _segments(facts: Facts) -> tuple[Segment, ...]:
    """A module's text, each top statement with what follows it up to the next one; the first with what is above it."""
    text = facts.source
    if not _is_plain(text):
        return ()
    definitions: list[Function | Class] = [*facts.functions, *facts.classes]
    above = {row.span.end: row.span for row in definitions if row.decorators and not row.scope}
    spans = [above.get(row.span.end, row.span) if row.kind in _DEFINITIONS else row.span for row in facts.body]
    starts = [0, *(span.start for span in spans[1:] if span.column == 1)]
    if not spans or spans[0].column != 1 or any(at and text[at - 1] != "\n" for at in starts):
        return ()
    ends = [*starts[1:], len(text)]
    return tuple(_covered(text, [(None, at, end) for at, end in zip(starts, ends, strict=True)]))


def _is_plain(text: str) -> bool:
    """Whether only the usual two line breaks end its lines, and no form feed begins one."""
    return "\f" not in text and ("\r" not in text or text.count("\r") == text.count("\r\n"))


def _kept(before: str, after: str, old: Sequence[Segment]) -> list[_Place]:
    """Where old segments stand in the new text, in order and as whole lines."""
    tail: list[_Place] = []
    end = len(after)
    for row in reversed(old[1:]):
        start = end - (row.end - row.start)
        if start < 1 or after[start - 1] != "\n" or not after.startswith(before[row.start : row.end], start):
            break
        tail.append((row.start, start, end))
        end = start
    head: list[_Place] = []
    at = 0
    for row in old[: len(old) - len(tail)]:
        start = _found(before[row.start : row.end], after, at, end, is_first=not row.start)
        if start >= 0:
            at = start + row.end - row.start
            head.append((row.start, start, at))
    return [*head, *reversed(tail)]


def _found(text: str, after: str, at: int, end: int, is_first: bool) -> int:
    """Where whole lines stand in a text from `at`, which begins one, up to `end`; the first ones only at its start."""
    if not text.endswith("\n") or (is_first and at):
        return -1
    if is_first or after.startswith(text, at, end):
        return at if after.startswith(text, at, end) else -1
    found = after.find(f"\n{text}", at, end)
    return found + 1 if found >= 0 else -1


def _covered(text: str, places: Sequence[_Place]) -> Iterator[Segment]:
    """The places and what lies between them: segments without a gap."""
    at, line = 0, 1
    for before, start, end in [*places, (None, len(text), len(text))]:
        for found, stop in ((None, start), (before, end)):
            if stop > at:
                yield Segment(at, stop, line, found)
                line += text.count("\n", at, stop)
                at = stop


def _is_open(text: str, row: Segment) -> bool:
    """Whether its last line goes on behind it."""
    return text[max(row.start, row.end - 200) : row.end].rstrip().endswith("\\")
