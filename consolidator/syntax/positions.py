"""Line and UTF-8 column of `ast` to character offsets of the text."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right

from consolidator.model import Expr, Span

_NEWLINE = re.compile(r"\r\n|\r|\n")


Placed = ast.expr | ast.stmt | ast.alias | ast.excepthandler | ast.keyword | ast.arg | ast.pattern
"""What has a place in the text."""


class Positions:
    """Maps the positions of one text; `ast` counts columns in UTF-8 bytes, edits in characters."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(match.end() for match in _NEWLINE.finditer(text))]
        self._ascii = text.isascii()
        # An expression is asked for as a value, as an argument and as a call: it is reduced once.
        self.reduced: dict[ast.expr, Expr] = {}

    def holds(self, word: str) -> bool:
        """Whether a word stands anywhere in the text."""
        return word in self._text

    def offset(self, line: int, column: int) -> int:
        """The character offset of a 1-based line and a 0-based byte column."""
        start = self._starts[line - 1]
        if self._ascii:
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
        assert node.end_lineno is not None and node.end_col_offset is not None
        start = self.offset(node.lineno, node.col_offset)
        end = self.offset(node.end_lineno, node.end_col_offset)
        return Span(start, end, node.lineno, start - self._starts[node.lineno - 1] + 1)
