"""Bodies of functions and classes as `model.Statement` values, compound statements with their blocks."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import Any

from consolidator.model import Expr, Statement
from consolidator.syntax.expressions import reduce
from consolidator.syntax.patterns import captured
from consolidator.syntax.positions import Positions

_SIMPLE: dict[type[ast.AST], str] = {
    each: each.__name__.lower() for each in (ast.Assign, ast.AnnAssign, ast.AugAssign, ast.Expr, ast.Return)
}


class StatementReader:
    """Reads blocks of one text."""

    def __init__(self, at: Positions) -> None:
        self._at = at

    def read(self, body: Sequence[ast.stmt]) -> tuple[Statement, ...]:
        """The statements of a block, nested blocks included; nested definitions are named only."""
        return tuple([self._simple(node) if node.__class__ in _SIMPLE else self._one(node) for node in body])

    def _simple(self, node: Any) -> Statement:
        """A statement that is one expression, or assigns one."""
        kind = node.__class__
        targets: tuple[str, ...] = ()
        if kind is ast.Assign:
            targets = tuple([self._at.written(target) for target in node.targets])
        elif kind is not ast.Expr and kind is not ast.Return:
            targets = (self._at.written(node.target),)
        value = reduce(node.value, self._at) if node.value is not None else None
        annotation = self._at.written(node.annotation) if kind is ast.AnnAssign else None
        return Statement(_SIMPLE[kind], self._at.place(node), value, targets, annotation=annotation)

    def _one(self, node: ast.stmt) -> Statement:
        nested = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        return Statement(
            kind="try" if is_try(node) else type(node).__name__.lower(),
            span=self._at.place(node),
            value=self._value(node),
            targets=self._targets(node),
            body=() if nested else self.read(getattr(node, "body", ())),
            orelse=self.read(getattr(node, "orelse", ())),
            handlers=tuple(self._ways(node)),
            finalbody=self.read(getattr(node, "finalbody", ())),
            items=self._items(node),
        )

    def _ways(self, node: ast.stmt) -> Iterator[Statement]:
        """The handlers of a `try`, the cases of a `match`: one of them runs, or none."""
        for handler in getattr(node, "handlers", ()):
            yield self._handler(handler)
        for case in getattr(node, "cases", ()):
            span = self._at.span(case.pattern)._replace(end=self._at.span(case.body[-1]).end)
            yield Statement("case", span, None, tuple(captured(case.pattern)), self.read(case.body))

    def _handler(self, node: ast.ExceptHandler) -> Statement:
        value = reduce(node.type, self._at) if node.type else None
        targets = (node.name,) if node.name else ()
        return Statement("except", self._at.place(node), value, targets, self.read(node.body))

    def _value(self, node: ast.stmt) -> Expr | None:
        for name in ("value", "test", "iter", "exc", "subject"):
            child = getattr(node, name, None)
            if isinstance(child, ast.expr):
                return reduce(child, self._at)
        return None

    def _targets(self, node: ast.stmt) -> tuple[str, ...]:
        match node:
            case ast.Delete():
                return tuple(self._at.written(target) for target in node.targets)
            case ast.For() | ast.AsyncFor():
                return (self._at.written(node.target),)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return (node.name,)
            case ast.Global() | ast.Nonlocal():
                return tuple(node.names)
        return ()

    def _items(self, node: ast.stmt) -> tuple[tuple[Expr, str | None], ...]:
        if not isinstance(node, ast.With | ast.AsyncWith):
            return ()
        return tuple(
            (reduce(item.context_expr, self._at), self._at.written(item.optional_vars) if item.optional_vars else None)
            for item in node.items
        )


def is_try(node: ast.stmt) -> bool:
    """Whether a statement is `try`, with `except` or `except*` (PEP 654)."""
    return type(node).__name__ in ("Try", "TryStar")


def is_type_alias(node: ast.stmt) -> bool:
    """Whether a statement is `type X = ...` (PEP 695)."""
    return type(node).__name__ == "TypeAlias"


def type_expressions(node: ast.AST) -> list[ast.expr]:
    """Bounds and defaults of the type parameters of a statement (PEP 695, 696), where it has any."""
    rows = [(row, name) for row in getattr(node, "type_params", ()) for name in ("bound", "default_value")]
    return [value for row, name in rows if (value := getattr(row, name, None)) is not None]
