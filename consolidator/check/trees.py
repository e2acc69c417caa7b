"""The bytes of a module to its tree, its imports and the names that others can take from it."""

from __future__ import annotations

import ast
import symtable
import warnings
from collections.abc import Iterable, Iterator

from consolidator.model import Import, Span
from consolidator.regex import lazy
from consolidator.syntax import parsing
from consolidator.syntax.decoding import Undecodable, decode
from consolidator.syntax.parsing import Parsed

_STAR = lazy(r"import[\s\\]{0,99}\*")


def parse(source: bytes, newer: bool = True) -> ast.Module | None:
    """The tree of a file, None where Python would not compile it, or with `newer` no newer Python either."""
    found = parsed(source, newer)
    return None if found is None else found.tree


def parsed(source: bytes, newer: bool = True, compiled: bool = True) -> Parsed | None:
    """The same with the text that its positions count in, which this Python compiles, or at least parses."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = parsing.parse(decode(source).text, newer)
            if compiled:
                compile(found.text, "<proposed>", "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    return found


def imports_of(tree: ast.Module) -> Iterator[Import]:
    """All imports of a module; `scope` is empty where they run while the module is imported."""
    yield from _imports(tree.body, "", guarded=False)


def _imports(body: Iterable[ast.AST], scope: str, guarded: bool) -> Iterator[Import]:
    for node in body:
        match node:
            case ast.Import():
                for name in node.names:
                    bound = name.asname or name.name.split(".")[0]
                    yield Import(name.name, None, bound, 0, scope, Span(0, 0, node.lineno), guarded)
            case ast.ImportFrom():
                for name in node.names:
                    bound = name.asname or name.name
                    span = Span(0, 0, node.lineno)
                    yield Import(node.module or "", name.name, bound, node.level, scope, span, guarded)
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from _imports(node.body, node.name, guarded)
            case ast.If() if _is_for_types(node.test):
                yield from _imports(node.body, scope, guarded=True)
                yield from _imports(node.orelse, scope, guarded)
            case _:
                if inner := _blocks(node):
                    yield from _imports(inner, scope, guarded)


def _is_for_types(test: ast.expr) -> bool:
    if not isinstance(test, ast.BoolOp | ast.UnaryOp | ast.Compare | ast.Call):
        return "TYPE_CHECKING" in ast.unparse(test)
    return any(_is_for_types(child) for child in ast.iter_child_nodes(test) if isinstance(child, ast.expr))


def statements_of(tree: ast.Module) -> Iterator[ast.stmt]:
    """Every statement of a module, those of blocks and definitions included; no expression is looked into."""
    stack: list[ast.AST] = [*reversed(tree.body)]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.stmt):
            yield node
        stack += reversed(_blocks(node))


def _blocks(node: ast.AST) -> list[ast.AST]:
    """What stands inside a statement, a clause or a case, in source order."""
    names = ("body", "handlers", "orelse", "finalbody", "cases")
    return [child for name in names for child in getattr(node, name, ())]


def exports(source: bytes, known: Parsed | None = None) -> frozenset[str] | None:
    """The names at the top of a module; None where they cannot be known (star import, `__getattr__`, no syntax).

    `known` is what `parsed` has made of it, where it was asked before.
    """
    text = _compiled(source) if known is None else None if known.is_newer else known.text
    if text is None or _STAR.search(text):
        found = known or parsed(source)
        if found is None or any(row.name == "*" for row in imports_of(found.tree)):
            return None
        text = found.text
    try:
        symbols = symtable.symtable(text, "<module>", "exec").get_symbols()
    except SyntaxError:
        return None
    names = {symbol.get_name() for symbol in symbols if symbol.is_assigned() or symbol.is_imported()}
    return None if "__getattr__" in names else frozenset(names)


def _compiled(source: bytes) -> str | None:
    """The text of a file that this Python compiles: without a tree of it that takes most of the time."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            text = decode(source).text
            compile(text, "<proposed>", "exec", dont_inherit=True)
        except (Undecodable, SyntaxError, ValueError, RecursionError, MemoryError):
            return None
    return text
