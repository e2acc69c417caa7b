"""`ast` expressions to `model.Expr`, keeping only what planning asks of them."""

from __future__ import annotations

import ast

from consolidator.model import Expr
from consolidator.syntax.positions import Positions


def reduce(node: ast.expr, at: Positions) -> Expr:
    """The reduced form of an expression; what has no form of its own becomes kind "other" with its operands."""
    known = at.reduced.get(node)
    if known is None:
        known = at.reduced[node] = _reduce(node, at)
    return known


def _reduce(node: ast.expr, at: Positions) -> Expr:
    span = at.span(node)
    match node:
        case ast.Constant():
            return Expr("const", span, node.value)
        case ast.Name():
            return Expr("name", span, node.id)
        case ast.Attribute():
            return Expr("attr", span, node.attr, (reduce(node.value, at),))
        case ast.Call():
            return _call(node, at)
        case ast.JoinedStr():
            return Expr("fstring", span, None, tuple(_field(part, at) for part in node.values))
        case ast.BinOp():
            return Expr("binop", span, type(node.op).__name__, (reduce(node.left, at), reduce(node.right, at)))
        case ast.BoolOp():
            kind = "or" if isinstance(node.op, ast.Or) else "and"
            return Expr(kind, span, None, tuple(reduce(value, at) for value in node.values))
        case ast.IfExp():
            return Expr("ifexp", span, None, tuple(reduce(n, at) for n in (node.test, node.body, node.orelse)))
        case ast.Subscript():
            return Expr("subscript", span, None, (reduce(node.value, at), reduce(node.slice, at)))
        case ast.Dict():
            return _dict(node, at)
        case ast.List() | ast.Tuple() | ast.Set():
            return Expr("list", span, None, tuple(reduce(item, at) for item in node.elts))
        case ast.Await():
            return Expr("await", span, None, (reduce(node.value, at),))
    if type(node).__name__ == "TemplateStr":  # PEP 750
        return Expr("fstring", span, None, tuple(_field(part, at) for part in node.values))  # type: ignore[attr-defined]
    inner = tuple(reduce(child, at) for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr))
    return Expr("other", span, type(node).__name__, inner)


def dotted(expr: Expr) -> tuple[str, ...] | None:
    """The names of a chain `a.b.c`, or None where the expression is anything else."""
    if expr.kind == "name":
        return (str(expr.value),)
    if expr.kind == "attr":
        base = dotted(expr.parts[0])
        return None if base is None else (*base, str(expr.value))
    return None


def _call(node: ast.Call, at: Positions) -> Expr:
    parts = (reduce(node.func, at), *(reduce(arg, at) for arg in node.args))
    keywords = tuple((keyword.arg, reduce(keyword.value, at)) for keyword in node.keywords)
    return Expr("call", at.span(node), None, parts, keywords)


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
