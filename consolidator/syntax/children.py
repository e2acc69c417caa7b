"""A node of a tree to the nodes in it that hold names, calls or texts."""

from __future__ import annotations

import ast
from functools import cache

_PLAIN = frozenset({"ctx", "op", "ops", "id", "attr", "arg", "kind", "conversion", "is_async"})
"""Fields that lead to no expression: operators, contexts, words."""


def children(node: ast.AST) -> list[ast.AST]:
    """The child nodes in the order of `ast.iter_child_nodes`, without operators and contexts."""
    found: list[ast.AST] = []
    for name in _leading(node._fields):
        value = getattr(node, name, None)
        if value.__class__ is list:
            found += [each for each in value if isinstance(each, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found


@cache
def _leading(fields: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in fields if name not in _PLAIN)
