"""The paths and imports of a repository to its module geography: what names what, from which import root."""

from __future__ import annotations

import keyword
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from consolidator.filetree import Tree, ancestors, folder_of, is_below, join, relative
from consolidator.frozen import dataclass, replace
from consolidator.model import Import
from consolidator.roots import Key, Resolved, key_of, resolve_all


@dataclass(frozen=True, slots=True)
class ModuleMap:
    """Which file each import names, and how one file can import another.

    `resolved` maps a file to its imports that name a file of the repository, `named` to those files by what the
    imports say. `folder_roots`
    maps a folder to the import roots that its own files use, `below_roots` to those that any
    file below it uses, `entered` a top-level package or module to the roots it is imported from.
    """

    tree: Tree
    imports: Mapping[str, tuple[Import, ...]]
    resolved: Mapping[str, tuple[Resolved, ...]]
    named: Mapping[str, Mapping[Key, str]]
    folder_roots: Mapping[str, frozenset[str]]
    below_roots: Mapping[str, frozenset[str]]
    entered: Mapping[str, frozenset[str]]
    by_target: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, paths: Iterable[str], imports: Mapping[str, tuple[Import, ...]]) -> ModuleMap:
        """Read the geography off posix paths and the imports of as many files as are known."""
        return cls._of(Tree.of(paths), imports)

    @classmethod
    def _of(cls, tree: Tree, imports: Mapping[str, tuple[Import, ...]]) -> ModuleMap:
        resolved = resolve_all(tree, imports)
        # The first of several that say the same counts.
        named = {
            path: {key_of(row.imported): row.file for row in reversed(rows)} for path, rows in resolved.items() if rows
        }
        return cls(tree, imports, resolved, named, *_indexes(resolved))

    def told(self, imports: Mapping[str, tuple[Import, ...]]) -> ModuleMap:
        """The geography of the same files with better knowledge of what some of them import.

        Which file an import names depends on what all imports say, not on where they stand: where they say the same,
        only the rows of these files are new.
        """
        known = {**self.imports, **imports}
        if any(_said(rows) != _said(self.imports.get(path, ())) for path, rows in imports.items()):
            return ModuleMap._of(self.tree, known)
        fresh = {path: tuple(self._remapped(path, rows)) for path, rows in imports.items()}
        return replace(self, imports=known, resolved={**self.resolved, **fresh})

    def _remapped(self, path: str, imports: Iterable[Import]) -> Iterator[Resolved]:
        """The rows of a file, some of whose imports stand elsewhere than was thought."""
        found = {key_of(row.imported): row for row in self.resolved.get(path, ())}
        for row in imports:
            same = found.get(key_of(row))
            if same is not None:
                yield Resolved(row, same.file, same.root)

    def resolve(self, importer: str, imported: Import) -> str | None:
        """The repository file that an import names: the submodule in `from package import submodule`, else the module.

        None where it lies outside the repository, is a folder without `__init__.py`, or cannot be decided.
        """
        known = self.named.get(importer)
        file = known.get(key_of(imported)) if known else None
        if file is not None:
            return file
        return relative(self.tree, importer, imported) if imported.level else None

    def roots_used(self, path: str) -> frozenset[str]:
        """The import roots of a file's own absolute imports; where it has none, of its folder, then of those above."""
        own = frozenset(self._own_roots(path))
        if own:
            return own
        folder = folder_of(path)
        levels = (self.folder_roots.get(folder), *(self.below_roots.get(above) for above in ancestors(folder)))
        return next((roots for roots in levels if roots), frozenset())

    def root_of(self, path: str) -> str | None:
        """The innermost import root that a file uses and lies under; None where none is shown."""
        return max((r for r in self.roots_used(path) if is_below(path, r)), key=len, default=None)

    def dotted(self, path: str, root: str) -> str | None:
        """The dotted name of a file below a root; None where a part of it is not an identifier."""
        if not is_below(path, root) or not path.endswith(".py"):
            return None
        parts = path[len(root) + 1 if root else 0 : -3].split("/")
        if parts[-1] == "__init__":
            parts.pop()
        return ".".join(parts) if parts and all(map(_importable, parts)) else None

    def import_name(self, from_path: str, to_path: str) -> str | None:
        """The module name by which one file can import another, which need not exist yet.

        Absolute by a root that is shown to resolve there, else relative (`.db`) inside a
        package; None where neither can be shown.
        """
        for root in self._shown_roots(from_path):
            name = self.dotted(to_path, root)
            if name is not None and not self._hidden(from_path, to_path, name):
                return name
        return self._relative_name(from_path, to_path)

    def importers(self, path: str) -> frozenset[str]:
        """The files with an import, at any level, that names this file."""
        return self.by_target.get(path, frozenset())

    def graph(self) -> dict[str, frozenset[str]]:
        """What each file imports while it is itself imported, packages entered on the way included."""
        return {path: frozenset(self._edges(path)) for path in self.resolved}

    def would_cycle(self, new_edges: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """The files of one import cycle, in import order, that module-level imports (importer, imported) would close.

        Edges that exist already count as no news. Empty where there is no new cycle.
        """
        graph = {path: set(targets) for path, targets in self.graph().items()}
        fresh = [(importer, target) for importer, target in new_edges if target not in graph.get(importer, ())]
        for importer, target in fresh:
            graph.setdefault(importer, set()).update(self.entering(importer, target))
        cycles = (find_path(graph, end, start) for start, target in fresh for end in self.entering(start, target))
        return next(((cycle[-1], *cycle[:-1]) for cycle in cycles if cycle), ())

    def _own_roots(self, path: str) -> Counter[str]:
        return Counter(row.root for row in self.resolved.get(path, ()) if row.root is not None)

    def _shown_roots(self, path: str) -> Iterator[str]:
        """Roots that resolve in a file, surest first: its own, its neighbours', those it is itself imported from."""
        own = self._own_roots(path)
        if own:
            yield from sorted(own, key=lambda root: (-own[root], -len(root)))
            return
        folder = folder_of(path)
        yield from _deepest_first(self.folder_roots.get(folder, ()))
        for above in ancestors(folder):
            inside = [root for root in self.below_roots.get(above, ()) if above != root and is_below(above, root)]
            yield from _deepest_first(root for root in inside if self.dotted(path, root))
        for start in (path, *ancestors(folder)):
            yield from _deepest_first(root for root in self.entered.get(start, ()) if self.dotted(path, root))
        if not folder:
            yield ""

    def _hidden(self, from_path: str, to_path: str, name: str) -> bool:
        """Whether the name could as well mean another file there."""
        roots = self.roots_used(from_path) | {folder_of(from_path)}
        return any(hit.root in roots and hit.file != to_path for hit in self.tree.hits(name, None))

    def _relative_name(self, from_path: str, to_path: str) -> str | None:
        folder = folder_of(from_path)
        above = list(ancestors(folder))
        level = next(i for i, common in enumerate(above, 1) if is_below(to_path, common))
        rest = self.dotted(to_path, above[level - 1])
        if rest is None or not self._in_package(from_path, above[:level]):
            return None
        return "." * level + rest

    def _in_package(self, path: str, folders: list[str]) -> bool:
        """Whether these folders, from the file's own upwards, are shown to be its packages."""
        levels = [row.imported.level for row in self.resolved.get(path, ()) if row.root is None]
        if max(levels, default=0) >= len(folders):
            return True
        return not self._own_roots(path) and bool(self.importers(path)) and all(map(self.tree.is_package, folders))

    def _edges(self, path: str) -> Iterator[str]:
        for row in self.resolved[path]:
            if row.imported.scope == "" and not row.imported.guarded:
                yield from self.entering(path, row.file)

    def entering(self, importer: str, target: str) -> Iterator[str]:
        """The target and the packages that run before it; those around the importer run already."""
        yield target
        for folder in ancestors(folder_of(target)):
            package = join(folder, "__init__.py")
            if package in self.tree.files and package != target and not is_below(importer, folder):
                yield package


def find_path(graph: Mapping[str, Iterable[str]], start: str, end: str) -> tuple[str, ...]:
    """The files on a shortest way from `start` to `end`, both included; empty where there is none."""
    came: dict[str, str | None] = {start: None}
    queue = [start]
    for file in queue:
        if file == end:
            return tuple(_walk_back(came, end))[::-1]
        for target in sorted(graph.get(file, ())):
            if target not in came:
                came[target] = file
                queue.append(target)
    return ()


def _walk_back(came: Mapping[str, str | None], end: str) -> Iterator[str]:
    at: str | None = end
    while at is not None:
        yield at
        at = came[at]


def _said(imports: Iterable[Import]) -> set[Key]:
    return set(map(key_of, imports))


def _deepest_first(roots: Iterable[str]) -> list[str]:
    return sorted(roots, key=lambda root: (-len(root), root))


def _importable(part: str) -> bool:
    return part.isidentifier() and not keyword.iskeyword(part)


def _indexes(resolved: Mapping[str, tuple[Resolved, ...]]) -> tuple[dict[str, frozenset[str]], ...]:
    """The indexes `folder_roots`, `below_roots`, `entered` and `by_target`, in this order."""
    indexes = tuple(defaultdict[str, set[str]](set) for _ in range(4))
    folders, below, entered, targets = indexes
    for path, rows in resolved.items():
        for row in rows:
            targets[row.file].add(path)
            if row.root is not None:
                folders[folder_of(path)].add(row.root)
                entered[_entry(row.file, row.root)].add(row.root)
    for folder, roots in folders.items():
        for above in ancestors(folder):
            below[above] |= roots
    return tuple({key: frozenset(value) for key, value in index.items()} for index in indexes)


def _entry(file: str, root: str) -> str:
    """The folder or file directly below the root through which a file is reached."""
    first = file[len(root) + 1 if root else 0 :].split("/")[0]
    return join(root, first)
