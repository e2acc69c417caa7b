"""Python text and the rules that its linter looks for -> the text, with a `noqa` on each line that trips one of them.

Only rules that generated text trips on purpose are known. What each means: https://docs.astral.sh/ruff/rules/
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator

from consolidator.regex import lazy

Found = Iterator[tuple[int, str]]
"""Lines, from 1, and the code of a rule that each trips."""
_NOQA = lazy(r"#\s*noqa:[ \t]*[A-Z0-9, \t]*[A-Z0-9]")
_BLIND = ("Exception", "BaseException")
_Function = ast.FunctionDef | ast.AsyncFunctionDef
_SMALL = (0, 1)
"""Numbers that are no magic."""


def suppressed(text: str, codes: Container[str], lines: Container[int] | None = None) -> str:
    """Return the text with `# noqa: CODE` where one of the codes is tripped, on these lines or on all."""
    rows = text.split("\n")
    marks: dict[int, set[str]] = defaultdict(set)
    for line, code in _tripped(text):
        if code in codes and (lines is None or line in lines):
            marks[line].add(code)
    for line, found in marks.items():
        rows[line - 1] = _marked(rows[line - 1], sorted(found))
    return "\n".join(rows)


def suppressed_above(text: str, codes: Container[str], others: Iterable[str] = ()) -> str:
    """Return the text of a file with one line at its top for all of the codes that it trips, and for the others."""
    words = sorted({*(code for _, code in _tripped(text) if code in codes), *others})
    return f"# ruff: noqa: {', '.join(words)}\n{text}" if words else text


def _marked(row: str, codes: list[str]) -> str:
    text = row.removesuffix("\r")
    end = row[len(text) :]
    if known := _NOQA.search(text):
        return f"{text[: known.end()]}, {', '.join(codes)}{text[known.end() :]}{end}"
    return f"{text}  # noqa: {', '.join(codes)}{end}"


def _tripped(text: str) -> Found:
    tree = ast.parse(text)
    for rule in RULES:
        yield from rule(tree)


def _imports_inside(tree: ast.Module) -> Found:
    for scope in ast.walk(tree):
        if isinstance(scope, _Function):
            yield from ((n.lineno, "PLC0415") for n in ast.walk(scope) if isinstance(n, ast.Import | ast.ImportFrom))


def _globals(tree: ast.Module) -> Found:
    for scope in ast.walk(tree):
        if isinstance(scope, _Function):
            stored = {name.id for node in ast.walk(scope) for name in _targets(node) if isinstance(name, ast.Name)}
            said = (node for node in ast.walk(scope) if isinstance(node, ast.Global))
            yield from ((node.lineno, "PLW0603") for node in said if stored & set(node.names))


def _targets(node: ast.AST) -> list[ast.expr]:
    """What a statement assigns to; the rule does not look into tuples."""
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def _blind_handlers(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if not isinstance(node, ast.ExceptHandler) or any(isinstance(inner, ast.Raise) for inner in ast.walk(node)):
            continue
        if isinstance(node.type, ast.Name) and node.type.id in _BLIND:
            yield node.lineno, "BLE001"


def _annotations(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, _Function):
            given = node.args
            every = (*given.posonlyargs, *given.args, *given.kwonlyargs, given.vararg, given.kwarg)
            said = [node.returns, *(each.annotation for each in every if each)]
            yield from ((each.lineno, "ANN401") for each in said if isinstance(each, ast.Name) and each.id == "Any")
            if node.returns is None:
                yield node.lineno, "ANN202" if node.name.startswith("_") else "ANN201"


def _undocumented(tree: ast.Module) -> Found:
    """Public functions of a module and public methods of its public classes, and what Python itself calls of these."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_")]
    holders: list[tuple[ast.Module | ast.ClassDef, str]] = [(tree, "D103"), *((each, "D102") for each in classes)]
    for holder, code in holders:
        for node in holder.body:
            if not isinstance(node, _Function) or ast.get_docstring(node) is not None:
                continue
            if not node.name.startswith("_"):
                yield node.lineno, code
            elif node.name.endswith("__") and code == "D102":
                yield node.lineno, "D105"


def _numbers_compared(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            values = (each.value for each in (node.left, *node.comparators) if isinstance(each, ast.Constant))
            if any(type(value) in (int, float) and value not in _SMALL for value in values):
                yield node.lineno, "PLR2004"


def _private_members(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Call):
            continue
        if node.attr.startswith("_") and not node.attr.startswith("__"):
            yield node.lineno, "SLF001"


def _unused_arguments(tree: ast.Module) -> Found:
    for node in ast.walk(tree):
        if isinstance(node, _Function):
            read = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            every = (*node.args.posonlyargs, *(e for e in node.args.args if e.arg != "self"), *node.args.kwonlyargs)
            yield from ((e.lineno, "ARG001") for e in every if e.arg not in read and not e.arg.startswith("_"))


def _asserts(tree: ast.Module) -> Found:
    yield from ((node.lineno, "S101") for node in ast.walk(tree) if isinstance(node, ast.Assert))


RULES: tuple[Callable[[ast.Module], Found], ...] = (
    *(_imports_inside, _globals, _blind_handlers, _annotations, _undocumented, _numbers_compared),
    *(_private_members, _unused_arguments, _asserts),
)
OF_PLACE = "INP001"
"""The code that a file may trip by where it is, which its text does not say."""
CODES = frozenset(
    (
        *("PLC0415", "PLW0603", "BLE001", "ANN401", "ANN201", "ANN202", "ARG001", "D102", "D103", "D105", "PLR2004"),
        *("SLF001", "S101", OF_PLACE),
    )
)
"""Every code that may be named."""
