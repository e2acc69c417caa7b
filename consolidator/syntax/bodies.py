"""Bodies of functions that are read when somebody asks what stands in them, each from its own lines alone."""

from __future__ import annotations

import ast

from consolidator.model import Said, Unread
from consolidator.syntax.parsing import tree_of
from consolidator.syntax.positions import Within
from consolidator.syntax.segments import as_named
from consolidator.syntax.visiting import Visitor


class Reader:
    """Reads the bodies of one text."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._named: str | None = None

    def text(self, body: Unread) -> str:
        """The body as it is written, with its names as Python reads them."""
        if self._named is None:
            named = as_named(self.source)
            # Nearly always all is as it was, or every character has become another one.
            self._named = named if len(named) == len(self.source) else ""
        return self._named[body.start : body.end] or as_named(self.source[body.start : body.end])

    def read(self, body: Unread) -> Said:
        """All that stands in it; it was read before as a part of the module, so that it has no mistake."""
        tree = tree_of("if 1:\n" + self.source[body.start : body.end])
        visitor = Visitor(Within(self.source, body.start, body.end, body.line))
        block = tree.body[0]
        assert isinstance(block, ast.If)
        return visitor.visit_body(block.body, body.scope)
