"""Text before and after some edits -> the text after, which returns at once what it now would give a name first.

A `try` that is unwrapped puts an assignment right before its `return`, which
https://docs.astral.sh/ruff/rules/unnecessary-assign/ would find.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

CODE = "RET504"
_RAISING = ("connect", "begin")
"""Methods whose blocks let every error through."""
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Pair = tuple[_Function, ast.Assign, ast.Return]


def returned(before: str, after: str) -> str:
    """Return the text after; what was an assignment before its `return` already stays.

    Comments between the two stand above the new `return`, and a constant that the name only began with goes. The name
    stays where something else may still need it.
    """
    known = Counter(map(_shown, _pairs(ast.parse(before))))
    rows: list[str | None] = [*after.split("\n")]
    for pair in sorted(_pairs(ast.parse(after)), key=lambda pair: pair[1].lineno, reverse=True):
        known[_shown(pair)] -= 1
        if known[_shown(pair)] < 0:
            rows = _returned(rows, pair)
    return "\n".join(row for row in rows if row is not None)


def _returned(rows: list[str | None], pair: _Pair) -> list[str | None]:
    """The lines with a value that is returned at once, None for each that goes; as they are where it must not be."""
    function, given, back = pair
    assert isinstance(back.value, ast.Name)
    name, first, last = back.value.id, given.lineno - 1, (given.end_lineno or given.lineno) - 1
    head = re.match(rf"(\s*){name}\s*=\s*", rows[first] or "")
    tail = re.fullmatch(rf"\s*return {name}[ \t]*(#.*?)?(\r?)", rows[back.lineno - 1] or "")
    begun = _beginnings(function, name, pair)
    if head is None or tail is None or begun is None or last >= back.lineno - 1:
        return rows
    if any(len((rows[row.lineno - 1] or "").encode().rstrip()) != row.end_col_offset for row in begun):
        return rows
    comments = [row.strip() for row in rows[last + 1 : back.lineno - 1] if row and row.strip()]
    end = tail[2]
    out = [*rows]
    out[first] = f"{head[1]}return {(rows[first] or '')[head.end() :]}"
    if tail[1] and len((rows[last] or "").encode().rstrip()) == given.end_col_offset:
        out[last] = f"{(out[last] or '').rstrip()}  {tail[1]}{end}"
    elif tail[1]:
        comments.append(tail[1])
    out[first] = "\n".join([*(f"{head[1]}{comment}{end}" for comment in comments), out[first] or ""])
    for line in (*range(last + 1, back.lineno), *(row.lineno - 1 for row in begun)):
        out[line] = None
    return out


def _beginnings(function: _Function, name: str, pair: _Pair) -> list[ast.Assign] | None:
    """The constants that a name has before and nobody reads; None where it is needed once its value is returned."""
    inside = [node for node in ast.walk(function) if _names(node, name)]
    others = [node for node in inside if node not in (pair[1].targets[0], pair[2].value)]
    if not others:
        return []
    if any(isinstance(node, ast.Global | ast.Nonlocal) for node in others) or _is_observed(function, name, pair):
        return None
    if any(isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) for node in others):
        return []
    begun = [row for row in function.body if isinstance(row, ast.Assign) and row.targets == [others[0]]]
    return begun if len(others) == 1 and begun and isinstance(begun[0].value, ast.Constant) else None


def _names(node: ast.AST, name: str) -> bool:
    if isinstance(node, ast.Global | ast.Nonlocal):
        return name in node.names
    return (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.arg) and node.arg == name)


def _is_observed(function: _Function, name: str, pair: _Pair) -> bool:
    """Whether what else has the name may see its last value: a function in it, a `finally`, what follows an error."""
    for node in ast.walk(function):
        inner = isinstance(node, _Function | ast.Lambda) and node is not function
        late = node.finalbody if isinstance(node, ast.Try) else []
        if any(_names(each, name) for row in ([node] if inner else late) for each in ast.walk(row)):
            return True
        if isinstance(node, ast.With | ast.AsyncWith) and pair[1] in ast.walk(node) and pair[2] not in ast.walk(node):
            calls = [item.context_expr for item in node.items]
            if not all(isinstance(call, ast.Call) and _ends_in(call.func) in _RAISING for call in calls):
                return True
    return False


def _ends_in(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else ""


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
