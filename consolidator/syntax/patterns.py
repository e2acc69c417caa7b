"""The patterns of a `match` statement to the expressions that they evaluate and the names that they bind (PEP 634)."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def evaluated(pattern: ast.pattern) -> Iterator[ast.expr]:
    """Values, the keys of mappings and classes, in source order: `case {KEY: create_engine()}` looks up both names."""
    for node in _inside(pattern):
        match node:
            case ast.MatchValue():
                yield node.value
            case ast.MatchMapping():
                yield from node.keys
            case ast.MatchClass():
                yield node.cls


def captured(pattern: ast.pattern) -> Iterator[str]:
    """The names that get a part of the subject."""
    for node in _inside(pattern):
        name = node.rest if isinstance(node, ast.MatchMapping) else getattr(node, "name", None)
        if name is not None:
            yield name


def _inside(pattern: ast.pattern) -> Iterator[ast.pattern]:
    yield pattern
    for child in ast.iter_child_nodes(pattern):
        if isinstance(child, ast.pattern):
            yield from _inside(child)
