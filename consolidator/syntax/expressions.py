"""`ast` expressions to `model.Expr`, keeping only what planning asks of them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from consolidator.model import Expr
from consolidator.syntax.children import children
from consolidator.syntax.positions import Positions, new


def reduce(node: ast.expr, at: Positions) -> Expr:
    """The reduced form of an expression; what has no form of its own becomes kind "other" with its operands."""
    known = at.reduced.get(node)
    if known is None:
        form = _FORMS.get(node.__class__, _other)
        known = at.reduced[node] = form(node, at)
    return known


def _constant(node: ast.Constant, at: Positions) -> Expr:
    return new(Expr, ("const", at.span(node), node.value, (), ()))


def _name(node: ast.Name, at: Positions) -> Expr:
    return new(Expr, ("name", at.span(node), node.id, (), ()))


def _attribute(node: ast.Attribute, at: Positions) -> Expr:
    return new(Expr, ("attr", at.span(node), node.attr, (reduce(node.value, at),), ()))


def _formatted(node: Any, at: Positions) -> Expr:
    """An f-string, or a template string (PEP 750)."""
    return Expr("fstring", at.span(node), None, tuple([_field(part, at) for part in node.values]))


def _operation(node: ast.BinOp, at: Positions) -> Expr:
    operands = (reduce(node.left, at), reduce(node.right, at))
    return Expr("binop", at.span(node), type(node.op).__name__, operands)


def _choice(node: ast.BoolOp, at: Positions) -> Expr:
    kind = "or" if isinstance(node.op, ast.Or) else "and"
    return Expr(kind, at.span(node), None, tuple([reduce(value, at) for value in node.values]))


def _condition(node: ast.IfExp, at: Positions) -> Expr:
    return Expr("ifexp", at.span(node), None, tuple([reduce(n, at) for n in (node.test, node.body, node.orelse)]))


def _subscript(node: ast.Subscript, at: Positions) -> Expr:
    return Expr("subscript", at.span(node), None, (reduce(node.value, at), reduce(node.slice, at)))


def _list(node: ast.List | ast.Tuple | ast.Set, at: Positions) -> Expr:
    return Expr("list", at.span(node), None, tuple([reduce(item, at) for item in node.elts]))


def _await(node: ast.Await, at: Positions) -> Expr:
    return Expr("await", at.span(node), None, (reduce(node.value, at),))


def _other(node: ast.expr, at: Positions) -> Expr:
    inner = [reduce(child, at) for child in children(node) if isinstance(child, ast.expr)]
    return Expr("other", at.span(node), type(node).__name__, tuple(inner))


def _call(node: ast.Call, at: Positions) -> Expr:
    parts = (reduce(node.func, at), *[reduce(arg, at) for arg in node.args])
    keywords = tuple([(keyword.arg, reduce(keyword.value, at)) for keyword in node.keywords])
    return new(Expr, ("call", at.span(node), None, parts, keywords))


def _dict(node: ast.Dict, at: Positions) -> Expr:
    keywords = []
    for key, value in zip(node.keys, node.values, strict=True):
        name = str(key.value) if isinstance(key, ast.Constant) else None
        keywords.append((name, reduce(value, at)))
    return Expr("dict", at.span(node), None, (), tuple(keywords))


def _field(node: ast.expr, at: Positions) -> Expr:
    """A part of an f-string; before Python 3.12 their positions are not the file's, and nobody edits them."""
    inner = node.value if type(node).__name__ in ("FormattedValue", "Interpolation") else node  # type: ignore[attr-defined]
    return reduce(inner, at)


_FORMS: dict[type, Callable[[Any, Positions], Expr]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: _call,
    ast.JoinedStr: _formatted,
    ast.BinOp: _operation,
    ast.BoolOp: _choice,
    ast.IfExp: _condition,
    ast.Subscript: _subscript,
    ast.Dict: _dict,
    ast.List: _list,
    ast.Tuple: _list,
    ast.Set: _list,
    ast.Await: _await,
    **({ast.TemplateStr: _formatted} if hasattr(ast, "TemplateStr") else {}),
}


def dotted(expr: Expr) -> tuple[str, ...] | None:
    """The names of a chain `a.b.c`, or None where the expression is anything else."""
    if expr.kind == "name":
        return (str(expr.value),)
    names: list[str] = []
    while expr.kind == "attr":
        names.append(str(expr.value))
        expr = expr.parts[0]
    return (str(expr.value), *reversed(names)) if expr.kind == "name" else None
