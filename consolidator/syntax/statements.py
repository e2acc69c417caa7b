"""Bodies of functions and classes as `model.Statement` values, compound statements with their blocks."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from consolidator.model import Expr, Statement
from consolidator.syntax.expressions import reduce
from consolidator.syntax.positions import Positions


class StatementReader:
    """Reads blocks of one text."""

    def __init__(self, at: Positions) -> None:
        self._at = at

    def read(self, body: Sequence[ast.stmt]) -> tuple[Statement, ...]:
        """The statements of a block, nested blocks included; nested definitions are named only."""
        return tuple(self._one(node) for node in body)

    def _one(self, node: ast.stmt) -> Statement:
        nested = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        return Statement(
            kind=type(node).__name__.lower(),
            span=self._at.span(node),
            value=self._value(node),
            targets=_targets(node),
            body=() if nested else self.read(getattr(node, "body", ())),
            orelse=self.read(getattr(node, "orelse", ())),
            handlers=tuple(self._handler(h) for h in getattr(node, "handlers", ())),
            finalbody=self.read(getattr(node, "finalbody", ())),
            items=self._items(node),
            annotation=ast.unparse(node.annotation) if isinstance(node, ast.AnnAssign) else None,
        )

    def _handler(self, node: ast.ExceptHandler) -> Statement:
        value = reduce(node.type, self._at) if node.type else None
        targets = (node.name,) if node.name else ()
        return Statement("except", self._at.span(node), value, targets, self.read(node.body))

    def _value(self, node: ast.stmt) -> Expr | None:
        for name in ("value", "test", "iter", "exc"):
            child = getattr(node, name, None)
            if isinstance(child, ast.expr):
                return reduce(child, self._at)
        return None

    def _items(self, node: ast.stmt) -> tuple[tuple[Expr, str | None], ...]:
        if not isinstance(node, ast.With | ast.AsyncWith):
            return ()
        return tuple(
            (reduce(item.context_expr, self._at), ast.unparse(item.optional_vars) if item.optional_vars else None)
            for item in node.items
        )


def _targets(node: ast.stmt) -> tuple[str, ...]:
    match node:
        case ast.Assign() | ast.Delete():
            return tuple(ast.unparse(target) for target in node.targets)
        case ast.AnnAssign() | ast.AugAssign() | ast.For() | ast.AsyncFor():
            return (ast.unparse(node.target),)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return (node.name,)
        case ast.Global() | ast.Nonlocal():
            return tuple(node.names)
    return ()
