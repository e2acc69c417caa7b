"""The snapshot and its changes as the proofs see them: text, trees and module geography, before and after."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from consolidator.belonging import is_copied, own_paths
from consolidator.check.near import Near, near
from consolidator.check.trees import exports, imports_of, parse, parsed
from consolidator.glances import Known, quick_imports
from consolidator.model import Change, ChangeSet, Entry, Flaw, Import, Snapshot
from consolidator.modules import ModuleMap
from consolidator.survey import Survey
from consolidator.syntax.parsing import Parsed
from consolidator.texts import Overlaid


@dataclass(frozen=True)
class Result:
    """One proposed result; everything derived from it is computed once, when a proof asks for it."""

    snapshot: Snapshot
    changes: ChangeSet
    seen: Survey | None = None

    @cached_property
    def python(self) -> dict[str, Change]:
        """The changed Python files by path."""
        return {change.path: change for change in self.changes.changes if change.path.endswith(".py")}

    @cached_property
    def near(self) -> dict[str, Near]:
        """What is near the changes of those Python files of which nothing else need be looked at."""
        facts = self.seen.facts if self.seen else {}
        rows = ((path, near(facts.get(path), change)) for path, change in self.python.items())
        return {path: found for path, found in rows if found is not None}

    @cached_property
    def before(self) -> dict[str, ast.Module | None]:
        """The trees of the changed Python files as they were, at least what changed and all imports of them.

        None where new or not parsing.
        """
        return {path: self._before_of(path) for path, change in self.python.items() if change.before is not None}

    def _before_of(self, path: str) -> ast.Module | None:
        return self.near[path].before if path in self.near else self.whole_before(path)

    @cached_property
    def after(self) -> dict[str, ast.Module]:
        """The same of the files as they will be, those that parse."""
        rows = ((path, self._after_of(path)) for path in self.python)
        return {path: tree for path, tree in rows if tree is not None}

    def _after_of(self, path: str) -> ast.Module | None:
        return self.near[path].after if path in self.near else self.whole_after(path)

    def whole_before(self, path: str) -> ast.Module | None:
        """The tree of all that a changed file was; None where new or not parsing."""
        found = self._old(path)
        return None if found is None else found.tree

    def whole_after(self, path: str) -> ast.Module | None:
        """The tree of all that a changed file will be; None where it does not parse."""
        found = self._new(path)
        return None if found is None else found.tree

    def _old(self, path: str) -> Parsed | None:
        source = self.python[path].before
        if path not in self._olds:
            self._olds[path] = None if source is None else parsed(source, compiled=False)
        return self._olds[path]

    def _new(self, path: str) -> Parsed | None:
        if path not in self._news:
            self._news[path] = parsed(self.python[path].after, self._is_newer(path))
        return self._news[path]

    @cached_property
    def _olds(self) -> dict[str, Parsed | None]:
        return {}

    @cached_property
    def _news(self) -> dict[str, Parsed | None]:
        return {}

    def _is_newer(self, path: str) -> bool:
        """Whether a file was written for a newer Python than this one before it was changed."""
        found = self._old(path)
        return self.python[path].before is not None and (found is None or found.is_newer)

    @cached_property
    def geography(self) -> ModuleMap:
        """The module map of the old imports over the new set of files."""
        own = own_paths(entry.path for entry in self.snapshot.entries)
        sources = [path for path in self.snapshot.texts if path in own and path.endswith(".py") and not is_copied(path)]
        seen = self.seen.glances if self.seen else {}
        known: Known = {}
        imports = {
            path: seen[path].imports if path in seen else quick_imports(self.snapshot.texts[path], known)
            for path in sources
        }
        exact = {path: self.imports(tree) for path, tree in self.before.items() if tree is not None}
        return ModuleMap.of({*own, *self.python}, {**imports, **exact})

    @cached_property
    def libraries(self) -> frozenset[str]:
        """What changed files import that is no file of the repository, by its first name."""
        rows = [(path, row) for path, tree in self.before.items() if tree is not None for row in self.imports(tree)]
        found = [row.module for path, row in rows if not row.level and self.geography.resolve(path, row) is None]
        return frozenset(module.split(".")[0] for module in found)

    def exports(self, source: bytes) -> frozenset[str] | None:
        """The names that others can take from a module of this text; each is asked about once."""
        if source not in self._exports:
            self._exports[source] = exports(source, self._parsed.get(source))
        return self._exports[source]

    @cached_property
    def _exports(self) -> dict[bytes, frozenset[str] | None]:
        return {}

    @cached_property
    def _parsed(self) -> dict[bytes, Parsed]:
        """What was made of the changed files that are looked at as a whole, by their text before and after."""
        rows = [(path, change) for path, change in self.python.items() if path not in self.near]
        before = [(change.before, self._old(path)) for path, change in rows]
        after = [(change.after, self._new(path)) for path, change in rows]
        return {text: found for text, found in (*before, *after) if text is not None and found is not None}

    def imports(self, tree: ast.Module) -> tuple[Import, ...]:
        """The imports of a tree; several proofs ask for them."""
        if tree not in self._imports:
            self._imports[tree] = tuple(imports_of(tree))
        return self._imports[tree]

    @cached_property
    def _imports(self) -> dict[ast.Module, tuple[Import, ...]]:
        return {}

    def text(self, path: str) -> bytes:
        """The bytes of a file as it will be; empty where the snapshot does not hold them."""
        change = self.python.get(path)
        return change.after if change else self.snapshot.texts.get(path, b"")

    def lost(self, path: str) -> frozenset[str]:
        """The names that others could take from a changed file before, as far as they can be known, and not after."""
        if path in self.near:
            return self.near[path].lost()
        change = self.python[path]
        before = self.exports(change.before) if change.before is not None else frozenset()
        after = self.exports(change.after)
        return frozenset() if before is None or after is None else before - after

    def offers(self, path: str, name: str) -> bool:
        """Whether others can take a name from a file as it will be, or nobody can tell."""
        if path in self.near:
            return self.near[path].offers(name)
        names = self.exports(self.text(path))
        return names is None or name in names

    def offered(self, path: str, name: str) -> bool:
        """The same of a file as it was."""
        names = self.exports(self.snapshot.texts.get(path, b""))
        return names is None or name in names

    def imports_in(self, path: str) -> tuple[Import, ...]:
        """The imports of any file as it will be; none where it does not parse."""
        tree = self.after[path] if path in self.after else parse(self.text(path))
        return () if tree is None else self.imports(tree)

    def tree(self, path: str) -> ast.Module | None:
        """The tree of all of any file as it will be."""
        return self.whole_after(path) if path in self.after else parse(self.text(path))

    def target(self, path: str, row: Import) -> str | None:
        """The file that an import names in the new set of files; a new import starts from the roots in use there."""
        known = self.geography.resolve(path, row)
        if known is not None or row.level:
            return known
        tree = self.geography.tree
        roots = self.geography.roots_used(path)
        return next((hit.file for hit in tree.hits(row.module, row.name) if hit.root in roots), None)


Proof = Callable[[Result], Iterator[Flaw]]


def apply(snapshot: Snapshot, changes: ChangeSet) -> Snapshot:
    """The snapshot as it would be with the changes committed; `commit` still names the one it was read from."""
    entries = {entry.path: entry for entry in snapshot.entries}
    for change in changes.changes:
        entries[change.path] = _entry(change, snapshot)
    changed = {change.path: change.after for change in changes.changes}
    unreadable = {path: reason for path, reason in snapshot.unreadable.items() if path not in changed}
    rows = tuple(entries[path] for path in sorted(entries))
    return replace(snapshot, entries=rows, texts=Overlaid(snapshot.texts, changed), unreadable=unreadable)


def _entry(change: Change, snapshot: Snapshot) -> Entry:
    return Entry(change.path, change.mode, blob_id(change.after, len(snapshot.commit)), len(change.after))


def blob_id(data: bytes, digits: int) -> str:
    """The id git gives a blob: SHA-256 where ids have 64 digits, else SHA-1 (git-hash-object)."""
    kind = "sha256" if digits == 64 else "sha1"
    return hashlib.new(kind, b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
