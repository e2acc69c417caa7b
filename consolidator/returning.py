"""Text before and after some edits -> the text after, which returns at once what it now would give a name first.

A `try` that is unwrapped puts an assignment right before its `return`, which
https://docs.astral.sh/ruff/rules/unnecessary-assign/ would find.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

CODE = "RET504"
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Pair = tuple[_Function, ast.Assign, ast.Return]


def returned(before: str, after: str) -> str:
    """Return the text after; what was an assignment before its `return` already stays, and where a comment is between.

    So does a name that is bound or read anywhere else in its function.
    """
    known = Counter(map(_shown, _pairs(ast.parse(before))))
    rows = after.split("\n")
    for pair in sorted(_pairs(ast.parse(after)), key=lambda pair: pair[1].lineno, reverse=True):
        known[_shown(pair)] -= 1
        _, given, back = pair
        own = rows[given.lineno - 1 : back.lineno]
        if known[_shown(pair)] < 0 and _is_plain(pair, own):
            head, value = rows[given.lineno - 1], given.value
            begin = len(head.encode()[: value.col_offset].decode()) if value.lineno == given.lineno else None
            if begin is not None:
                rows[given.lineno - 1] = f"{head[: given.col_offset]}return {head[begin:]}"
                del rows[back.lineno - 1]
    return "\n".join(rows)


def _pairs(tree: ast.Module) -> Iterator[_Pair]:
    """Functions with an assignment, alone or at the end of `with` blocks, that the next statement returns."""
    for function in ast.walk(tree):
        if isinstance(function, _Function):
            for holder in (function, *_inside(function)):
                rows = getattr(holder, "body", None)
                for first, back in pairwise(rows) if isinstance(rows, list) else ():
                    given = first
                    while isinstance(given, ast.With | ast.AsyncWith):
                        given = given.body[-1]
                    if isinstance(back, ast.Return) and isinstance(given, ast.Assign) and _is_same(given, back):
                        yield function, given, back


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """What a function holds, without the functions and classes in it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, _Function | ast.Lambda | ast.ClassDef):
            yield child
            yield from _inside(child)


def _is_same(given: ast.Assign, back: ast.Return) -> bool:
    names = [target.id for target in given.targets if isinstance(target, ast.Name)]
    return isinstance(back.value, ast.Name) and names == [back.value.id] and len(given.targets) == 1


def _shown(pair: _Pair) -> tuple[str, str]:
    return pair[0].name, ast.dump(pair[1])


def _is_plain(pair: _Pair, rows: list[str]) -> bool:
    """Whether nothing but the two statements stands in their lines, and nothing else in the function has the name."""
    function, given, back = pair
    assert isinstance(back.value, ast.Name)
    name, inside = back.value.id, list(ast.walk(function))
    uses = sum(isinstance(node, ast.Name) and node.id == name for node in inside)
    if any(isinstance(node, ast.Global | ast.Nonlocal) and name in node.names for node in inside):
        return False
    between = rows[(given.end_lineno or given.lineno) - given.lineno + 1 : -1]
    return uses == 2 and not between and rows[-1].strip() == f"return {name}"
