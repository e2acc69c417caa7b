"""A function to whether its body can be read later, by itself: what is asked of a module as a whole is not in it."""

from __future__ import annotations

import ast
import re

from consolidator.model import Bodies, Unread
from consolidator.regex import lazy
from consolidator.syntax.positions import Positions

_LEAST = 160
"""Characters of a body that is worth being read by itself."""
_DEEPEST = 150
"""Signs of nesting in one statement, of which Python's stack holds twice as many."""
_DEEPEST_BLOCK = 30
_NESTING = "+-*/%|&^@.([{<>~:"
_SAID_BY_MODULE = lazy(r"(?:^|[:;])[ \t]*(?:(?:async[ \t]+)?def|class|global|nonlocal)\b", re.MULTILINE)
"""What a module is asked for as a whole: definitions, variables of an outer scope."""
_WORDS = ("def", "class", "global", "nonlocal")
_NESTING_WORDS = ("not", "lambda", "if", "await", "yield", "else")


def unread(at: Positions, bodies: Bodies, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: str) -> Unread | None:
    """The body of a function for later, when `bodies` read it; None where it has to be read with the module."""
    first, end = at.place(node.body[0]), at.place(node.body[-1]).end
    start = first.start - first.column + 1
    if end - start < _LEAST:
        return None
    text = at.between(start, end)
    if text[: first.column - 1].strip(" \t") or "\f" in text or ("\r" in text and "\r" in text.replace("\r\n", "")):
        return None
    if any(word in text for word in _WORDS) and _SAID_BY_MODULE.search(text):
        return None
    if _is_deep(text) and any(_is_deep_in(at, row) for row in node.body):
        return None
    return Unread(scope, start, end, first.line, bodies)


def _is_deep_in(at: Positions, node: ast.stmt, depth: int = 0) -> bool:
    """Whether a statement, or one of those inside of it, may be nested deeper than values are followed."""
    span = at.place(node)
    if not _is_deep(at.between(span.start, span.end)):
        return False
    blocks = [getattr(node, name, ()) for name in ("body", "orelse", "finalbody")]
    blocks += [row.body for row in (*getattr(node, "handlers", ()), *getattr(node, "cases", ()))]
    inner = [row for block in blocks for row in block]
    if not inner or isinstance(node, ast.Match) or depth > _DEEPEST_BLOCK:
        return True
    head = at.between(span.start, at.place(inner[0]).start)
    return _is_deep(head) or any(_is_deep_in(at, row, depth + 1) for row in inner)


def _is_deep(text: str) -> bool:
    return sum(map(text.count, _NESTING)) + sum(map(text.count, _NESTING_WORDS)) > _DEEPEST
