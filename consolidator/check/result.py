"""The snapshot and its changes as the proofs see them: text, trees and module geography, before and after."""

from __future__ import annotations

import ast
import hashlib
import warnings
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from consolidator.belonging import is_copied, own_paths
from consolidator.glances import quick_imports
from consolidator.model import Change, ChangeSet, Entry, Flaw, Import, Snapshot, Span
from consolidator.modules import ModuleMap
from consolidator.syntax import parsing
from consolidator.syntax.decoding import decode
from consolidator.syntax.parsing import Parsed


@dataclass(frozen=True)
class Result:
    """One proposed result; everything derived from it is computed once, when a proof asks for it."""

    snapshot: Snapshot
    changes: ChangeSet

    @cached_property
    def python(self) -> dict[str, Change]:
        """The changed Python files by path."""
        return {change.path: change for change in self.changes.changes if change.path.endswith(".py")}

    @cached_property
    def before(self) -> dict[str, ast.Module | None]:
        """The trees of the changed Python files as they were; None where new or not parsing."""
        return {path: parse(change.before or b"") for path, change in self.python.items() if change.before is not None}

    @cached_property
    def after(self) -> dict[str, ast.Module]:
        """The trees of the changed Python files as they will be, those that parse."""
        trees = {path: parse(change.after, _is_newer(change)) for path, change in self.python.items()}
        return {path: tree for path, tree in trees.items() if tree is not None}

    @cached_property
    def geography(self) -> ModuleMap:
        """The module map of the old imports over the new set of files."""
        own = own_paths(entry.path for entry in self.snapshot.entries)
        sources = {path: data for path, data in self.snapshot.texts.items() if path in own and path.endswith(".py")}
        imports = {path: quick_imports(data) for path, data in sources.items() if not is_copied(path)}
        exact = {path: tuple(imports_of(tree)) for path, tree in self.before.items() if tree is not None}
        return ModuleMap.of({*own, *self.python}, {**imports, **exact})

    @cached_property
    def libraries(self) -> frozenset[str]:
        """What changed files import that is no file of the repository, by its first name."""
        rows = [(path, row) for path, tree in self.before.items() if tree is not None for row in imports_of(tree)]
        found = [row.module for path, row in rows if not row.level and self.geography.resolve(path, row) is None]
        return frozenset(module.split(".")[0] for module in found)

    def text(self, path: str) -> bytes:
        """The bytes of a file as it will be; empty where the snapshot does not hold them."""
        change = self.python.get(path)
        return change.after if change else self.snapshot.texts.get(path, b"")

    def tree(self, path: str) -> ast.Module | None:
        """The tree of any file as it will be."""
        return self.after[path] if path in self.after else parse(self.text(path))

    def target(self, path: str, row: Import) -> str | None:
        """The file that an import names in the new set of files; a new import starts from the roots in use there."""
        known = self.geography.resolve(path, row)
        if known is not None or row.level:
            return known
        tree = self.geography.tree
        roots = self.geography.roots_used(path)
        return next((hit.file for hit in tree.hits(row.module, row.name) if hit.root in roots), None)


Proof = Callable[[Result], Iterator[Flaw]]


def _is_newer(change: Change) -> bool:
    """Whether a file was written for a newer Python than this one before it was changed."""
    return change.before is not None and parse(change.before, newer=False) is None


def parse(source: bytes, newer: bool = True) -> ast.Module | None:
    """The tree of a file, None where Python would not compile it, or with `newer` no newer Python either."""
    found = parsed(source, newer)
    return None if found is None else found.tree


def parsed(source: bytes, newer: bool = True) -> Parsed | None:
    """The same with the text that its positions count in, which this Python compiles."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            found = parsing.parse(decode(source).text, newer)
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
            case ast.If() if "TYPE_CHECKING" in ast.unparse(node.test):
                yield from _imports(node.body, scope, guarded=True)
                yield from _imports(node.orelse, scope, guarded)
            case ast.expr():
                continue
            case _:
                yield from _imports(ast.iter_child_nodes(node), scope, guarded)


def apply(snapshot: Snapshot, changes: ChangeSet) -> Snapshot:
    """The snapshot as it would be with the changes committed; `commit` still names the one it was read from."""
    entries = {entry.path: entry for entry in snapshot.entries}
    for change in changes.changes:
        entries[change.path] = _entry(change, snapshot)
    changed = {change.path: change.after for change in changes.changes}
    unreadable = {path: reason for path, reason in snapshot.unreadable.items() if path not in changed}
    rows = tuple(entries[path] for path in sorted(entries))
    return replace(snapshot, entries=rows, texts={**snapshot.texts, **changed}, unreadable=unreadable)


def _entry(change: Change, snapshot: Snapshot) -> Entry:
    return Entry(change.path, change.mode, blob_id(change.after, len(snapshot.commit)), len(change.after))


def blob_id(data: bytes, digits: int) -> str:
    """The id git gives a blob: SHA-256 where ids have 64 digits, else SHA-1 (git-hash-object)."""
    kind = "sha256" if digits == 64 else "sha1"
    return hashlib.new(kind, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
