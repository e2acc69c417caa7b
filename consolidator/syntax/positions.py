"""Line and UTF-8 column of `ast` to character offsets of the text."""

from __future__ import annotations

import ast
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from consolidator.model import Expr, Span
from consolidator.regex import lazy

_NEWLINE = lazy(r"\r\n|\r|\n")

_NUMBERS: Sequence[int] = list(range(1 << 16))
"""Numbers that the spans of all files have in common: as values of their own they take a fifth of the memory."""

# Made for every node of a file; the constructor of a named tuple would take three times as long.
new = tuple.__new__

Placed = ast.expr | ast.stmt | ast.alias | ast.excepthandler | ast.keyword | ast.arg | ast.pattern
"""What has a place in the text."""


class Positions:
    """Maps the positions of one text; `ast` counts columns in UTF-8 bytes, edits in characters.

    A text that is not `is_exact` has the shape of another one, whose words are the tree's alone.
    """

    def __init__(self, text: str, is_exact: bool = True) -> None:
        self._text = text
        self._is_exact = is_exact
        self._starts = _starts(text)
        self._wide = _wide(text, self._starts)
        self._above = 0
        self._numbers = _NUMBERS if len(text) < len(_NUMBERS) else range(len(text) + 1)
        # An expression is asked for as a value, as an argument and as a call: it is reduced once.
        self.reduced: dict[ast.expr, Expr] = {}
        self._written: dict[str, str] = {}
        self._places: dict[ast.AST, Span] = {}

    def holds(self, word: str, inside: Span | None = None) -> bool:
        """Whether a word stands anywhere in the text, or in a part of it."""
        return word in (self._text if inside is None else self._text[inside.start : inside.end])

    def between(self, start: int, end: int) -> str:
        """A part of the text."""
        return self._text[start:end]

    def offset(self, line: int, column: int) -> int:
        """The character offset of a 1-based line and a 0-based byte column."""
        start = self._starts[line - 1]
        if line not in self._wide:
            return start + column
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        prefix = self._text[start:end].encode("utf-8", "surrogatepass")[:column]
        return start + len(prefix.decode("utf-8", "surrogatepass"))

    def at(self, line: int, column: int) -> int:
        """The character offset of a 1-based line and a 0-based column of characters."""
        return self._starts[line - 1] + column

    def line_and_column(self, offset: int) -> tuple[int, int]:
        """What `offset` reads: the 1-based line and the 0-based byte column of a character."""
        line = bisect_right(self._starts, offset)
        start = self._starts[line - 1]
        return line, len(self._text[start:offset].encode("utf-8", "surrogatepass"))

    def span(self, node: Placed) -> Span:
        """The characters that a node covers."""
        line, last, last_column = node.lineno, node.end_lineno, node.end_col_offset
        assert last is not None and last_column is not None
        starts, numbers = self._starts, self._numbers
        if not self._wide or (line not in self._wide and last not in self._wide):
            column = node.col_offset
            start, end = numbers[starts[line - 1] + column], numbers[starts[last - 1] + last_column]
            return new(Span, (start, end, numbers[line + self._above], column + 1))
        begin = self.offset(line, node.col_offset)
        return Span(begin, self.offset(last, last_column), line + self._above, begin - starts[line - 1] + 1)

    def place(self, node: ast.stmt | ast.excepthandler) -> Span:
        """The span of a statement, which several facts have in common."""
        known = self._places.get(node)
        if known is None:
            known = self._places[node] = self.span(node)
        return known

    def shared(self, node: ast.expr) -> Span:
        """The same span as that of the reduced form, where there is one: there are hundreds of thousands of them."""
        known = self.reduced.get(node)
        return self.span(node) if known is None else known.span

    def written(self, node: ast.expr) -> str:
        """The expression as `ast.unparse` writes it; what stands there alike is written once."""
        if isinstance(node, ast.Name):
            return node.id
        if not self._is_exact:
            return ast.unparse(node)
        span = self.span(node)
        source = self._text[span.start : span.end]
        known = self._written.get(source)
        if known is None:
            known = self._written[source] = ast.unparse(node)
        return known


class Within(Positions):
    """Maps the positions of whole lines of a text that were parsed by themselves, below one line that is not there.

    They begin and end at these offsets; `line` is the number of the first of them.
    """

    def __init__(self, text: str, start: int, end: int, line: int) -> None:
        own = text[start:end]
        super().__init__(own)
        wide = self._wide
        self._text = text
        self._starts = [start, *(start + each for each in self._starts), end]
        self._wide = frozenset(each + 1 for each in wide)
        self._above = line - 2
        self._numbers = _NUMBERS if len(text) < len(_NUMBERS) else range(len(text) + 1)


def _wide(text: str, starts: list[int]) -> frozenset[int]:
    """The lines with a character that takes more than one byte."""
    if text.isascii():
        return frozenset()
    ends = [*starts[1:], len(text)]
    rows = enumerate(zip(starts, ends, strict=True), 1)
    return frozenset(line for line, (start, end) in rows if not text[start:end].isascii())


def _starts(text: str) -> list[int]:
    """Where each line begins."""
    if "\r" in text:
        return [0, *(match.end() for match in _NEWLINE.finditer(text))]
    return [0, *accumulate(len(line) + 1 for line in text.split("\n")[:-1])]
