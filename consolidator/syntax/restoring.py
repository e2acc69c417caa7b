"""The tree of an overwritten text to the one that a newer Python would give; `newer` says what stood where."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from consolidator.syntax.formatted import Field, Formatted
from consolidator.syntax.newer import Shape, TypeParameter
from consolidator.syntax.positions import Positions


def _node_class(name: str, base: type[ast.AST], *fields: str) -> Any:
    """A class of `ast`, or one like it where this Python has none (PEP 695)."""
    return getattr(ast, name, None) or type(name, (base,), {"_fields": fields})


_TYPE_ALIAS = _node_class("TypeAlias", ast.stmt, "name", "type_params", "value")
_PARAMETERS = {
    "TypeVar": _node_class("TypeVar", ast.AST, "name", "bound"),
    "ParamSpec": _node_class("ParamSpec", ast.AST, "name"),
    "TypeVarTuple": _node_class("TypeVarTuple", ast.AST, "name"),
}


def restore(tree: ast.Module, shape: Shape) -> ast.Module:
    """Put what was overwritten back into the tree; raises SyntaxError where a bound or default does not parse."""
    restorer = _Restorer(shape)
    restored = restorer.visit(tree)
    restorer.give_parameters(restored)
    assert isinstance(restored, ast.Module)
    return restored


class _Restorer(ast.NodeTransformer):
    """Replaces the stand-ins, from the inside outwards."""

    def __init__(self, shape: Shape) -> None:
        self._shape = shape
        self._at = Positions(shape.text)

    def _start(self, node: ast.AST) -> int:
        return self._at.offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]

    # ------------------------------------------------------------------ formatted strings

    def visit_List(self, node: ast.List) -> ast.expr:
        found = self._shape.strings.get(self._start(node))
        self.generic_visit(node)
        return node if found is None else self._joined(node, found, list(node.elts))

    def _joined(self, node: ast.expr, found: Formatted, values: list[ast.expr]) -> ast.JoinedStr:
        parts = [self._part(node, part, values) for part in found.parts]
        return ast.copy_location(ast.JoinedStr(parts), node)

    def _part(self, node: ast.expr, part: str | Field, values: list[ast.expr]) -> ast.expr:
        if isinstance(part, str):
            return ast.copy_location(ast.Constant(part), node)
        value = self._value(part, values)
        conversion = ord(part.conversion) if part.conversion else -1
        spec = self._joined(node, part.format, values) if part.format is not None else None
        return ast.copy_location(ast.FormattedValue(value, conversion, spec), node)

    def _value(self, field: Field, values: list[ast.expr]) -> ast.expr:
        """The elements of the list that stand in a field: one, or those of a tuple without parentheses."""
        start, end = field.value
        inside = [value for value in values if start <= self._start(value) < end]
        if len(inside) == 1:
            return inside[0]
        return ast.copy_location(ast.Tuple(inside, ast.Load()), inside[0])

    # ------------------------------------------------------------------ statements

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        if self._start(node) in self._shape.words and isinstance(node.value, ast.Name):
            return None
        self.generic_visit(node)
        return node

    def visit_Assign(self, node: ast.Assign) -> ast.stmt:
        start = self._start(node)
        self.generic_visit(node)
        if start not in self._shape.aliases:
            return node
        alias: ast.stmt = _TYPE_ALIAS(name=node.targets[0], type_params=[], value=node.value)
        ast.copy_location(alias, node)
        alias.lineno, alias.col_offset = self._at.line_and_column(self._shape.aliases[start])
        return alias

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> ast.ExceptHandler:
        self.generic_visit(node)
        if self._start(node) in self._shape.clauses and node.type is not None:
            node.type = ast.copy_location(ast.Tuple([*_operands(node.type)], ast.Load()), node.type)
        return node

    # ------------------------------------------------------------------ type parameters

    def give_parameters(self, tree: ast.Module) -> None:
        """Hang type parameters on the definition that stands before their bracket."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, _TYPE_ALIAS)
        owners = {self._start(node): node for node in ast.walk(tree) if isinstance(node, kinds)}
        for at, parameters in self._shape.parameters.items():
            owner: Any = owners[max(start for start in owners if start < at)]
            owner.type_params = [self._parameter(row) for row in parameters]

    def _parameter(self, row: TypeParameter) -> ast.AST:
        node = _PARAMETERS[row.kind](name=row.name)
        if row.kind == "TypeVar":
            node.bound = self._expression(row.bound)
        node.default_value = self._expression(row.default)
        node.lineno, node.col_offset = self._at.line_and_column(row.at)
        node.end_lineno, node.end_col_offset = self._at.line_and_column(row.end)
        return node  # type: ignore[no-any-return]

    def _expression(self, at: tuple[int, int] | None) -> ast.expr | None:
        """An expression that was overwritten, parsed alone in its place."""
        if at is None:
            return None
        start, end = at
        blank = "".join(each if each in "\r\n" else " " for each in self._shape.text[1:start])
        alone = f"({blank}{self._shape.written[start:end]})"
        found = self.visit(self._placed(ast.parse(alone, mode="eval").body, Positions(alone)))
        assert isinstance(found, ast.expr)
        return found

    def _placed(self, expression: ast.expr, at: Positions) -> ast.expr:
        """Count positions as in the overwritten text: a character that became a blank may have had several bytes."""
        for node in ast.walk(expression):
            if isinstance(node, ast.expr | ast.keyword | ast.arg):
                span = at.span(node)
                node.lineno, node.col_offset = self._at.line_and_column(span.start)
                node.end_lineno, node.end_col_offset = self._at.line_and_column(span.end)
        return expression


def _operands(node: ast.expr) -> Iterator[ast.expr]:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        yield from _operands(node.left)
        yield node.right
    else:
        yield node
