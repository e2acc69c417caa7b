"""Small questions to one node of a syntax tree."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from consolidator.syntax.children import children

_ROLES: dict[type[ast.stmt], str] = {
    ast.Return: "returned",
    ast.Expr: "expression",
    ast.With: "with",
    ast.AsyncWith: "with",
}


def blocks(node: ast.stmt) -> Iterator[list[ast.stmt]]:
    """The blocks of a compound statement."""
    for name in ("body", "orelse", "finalbody"):
        yield getattr(node, name, [])


def names_in(node: ast.expr) -> tuple[str, ...] | None:
    """The parts of a dotted name, None for anything else."""
    if isinstance(node, ast.Name):
        return (node.id,)
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return (node.id, *names[::-1])


def parameters_of(args: ast.arguments) -> list[ast.arg]:
    """All parameters of a function or lambda."""
    extra = [arg for arg in (args.vararg, args.kwarg) if arg is not None]
    return [*args.posonlyargs, *args.args, *args.kwonlyargs, *extra]


def yields(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function is a generator."""
    stack: list[ast.AST] = list(node.body)
    while stack:
        item = stack.pop()
        if isinstance(item, ast.Yield | ast.YieldFrom):
            return True
        if not isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            stack += children(item)
    return False


def role_of(node: ast.stmt, value: ast.expr) -> str:
    """What a statement does with one of its values: `Call.role`."""
    if isinstance(node, ast.Assign | ast.AnnAssign):
        return "assigned" if value is node.value else "other"
    return _ROLES.get(node.__class__, "other")
