"""Proofs about imports: every name that is imported exists, and every new import resolves where it stands."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator

from consolidator.check.result import Result
from consolidator.filetree import join, relative
from consolidator.glances import quick_imports
from consolidator.model import Flaw, Import


def no_name_is_gone(result: Result) -> Iterator[Flaw]:
    """A changed file imports a name that is nowhere, or a name that another file imports has left a changed file."""
    yield from _missing_in_changed(result)
    for path in result.python:
        lost = result.lost(path)
        for importer in sorted(result.geography.importers(path) - {path}) if lost else ():
            yield from _uses(result, importer, path, lost)


def new_imports_resolve(result: Result) -> Iterator[Flaw]:
    """A new import of the repository's own files that starts from a root which is not used there."""
    for path, tree in result.after.items():
        old = result.before.get(path)
        known = {(row.level, row.module) for row in result.imports(old)} if old else set()
        for row in result.imports(tree):
            if (row.level, row.module) not in known and not _resolves(result, path, row):
                yield Flaw(path, f"{'.' * row.level}{row.module} cannot be imported from there", row.span.line)


def _missing_in_changed(result: Result) -> Iterator[Flaw]:
    for path, tree in result.after.items():
        old = result.before.get(path)
        known = {(row.level, row.module, row.name) for row in result.imports(old)} if old else set()
        for row in result.imports(tree):
            target = result.target(path, row)
            # An import that was as broken before is the repository's own affair.
            was_known = (row.level, row.module, row.name) in known
            if target is None or (was_known and target not in result.python):
                continue
            if row.name in (None, "*") or _names_submodule(result, path, row, target):
                continue
            name = str(row.name)
            if not result.offers(target, name) and (not was_known or result.offered(target, name)):
                yield Flaw(path, f"{name} is not in {target}", row.span.line)


def _names_submodule(result: Result, path: str, row: Import, target: str) -> bool:
    """Whether the imported name is the target itself, not something in it."""
    module = row._replace(name=None)
    tree = result.geography.tree
    if row.level:
        return relative(tree, path, module) != target
    return all(hit.file != target for hit in tree.hits(row.module, None))


def _uses(result: Result, importer: str, path: str, lost: frozenset[str]) -> Iterator[Flaw]:
    text = result.text(importer)
    if text.isascii() and not any(name.encode() in text for name in lost):
        return  # a name in other letters would be the same to Python
    tree = result.tree(importer)
    if tree is None:
        yield from _textual_uses(result, importer, path, lost)
        return
    modules: set[str] = set()
    for row in result.imports(tree):
        if result.target(importer, row) != path:
            continue
        if row.name is None or _names_submodule(result, importer, row, path):
            modules.add(row.module if row.name is None and row.bound in row.module.split(".")[:1] else row.bound)
        elif row.name in lost and importer not in result.python:
            yield Flaw(importer, f"it imports {row.name} from {path}, where it is gone", cause=path)
    for node in ast.walk(tree) if modules else ():
        if isinstance(node, ast.Attribute) and node.attr in lost and ast.unparse(node.value) in modules:
            yield Flaw(importer, f"it uses {node.attr} of {path}, where it is gone", node.lineno, path)


def _textual_uses(result: Result, importer: str, path: str, lost: frozenset[str]) -> Iterator[Flaw]:
    """The same of a file that does not parse: its import statements are found in its text, uses by the bare word."""
    text = result.text(importer)
    words = {name for name in lost if re.search(rb"\b%s\b" % re.escape(name.encode()), text)}
    rows = [row for row in quick_imports(text) if result.target(importer, row) == path]
    opened = any(row.name in (None, "*") or _names_submodule(result, importer, row, path) for row in rows)
    for name in sorted(words if opened else words & {row.name for row in rows if row.name}):
        yield Flaw(importer, f"it does not parse and takes {name} from {path}, where it is gone", cause=path)


def _resolves(result: Result, path: str, row: Import) -> bool:
    files = result.geography
    if row.level:
        return result.target(path, row) is not None
    top = row.module.split(".")[0]
    roots = files.roots_used(path)
    hits = files.tree.hits(row.module, row.name)
    if any(hit.root in roots or files.import_name(path, hit.file) == row.module for hit in hits):
        return True
    if hits:
        return top in sys.stdlib_module_names or top in result.libraries
    return all(files.tree.module(join(root, top)) is None for root in roots)
