"""The paths of a repository and its modules' imports to the file, and the import root, that each import names."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from consolidator.filetree import Hit, Tree, ancestors, folder_of, is_below, join, relative
from consolidator.frozen import dataclass, field
from consolidator.model import Import


@dataclass(frozen=True, slots=True)
class Resolved:
    """An import that names a file of the repository; `root` is None for a relative import."""

    imported: Import
    file: str
    root: str | None


@dataclass(slots=True)
class _Evidence:
    """What the imports that leave no doubt say about the repository's import roots."""

    by_file: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    by_folder: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    packages_by_file: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, path: str, hit: Hit) -> None:
        self.by_file[path].add(hit.root)
        self.by_folder[folder_of(path)].add(hit.root)
        between = ancestors(folder_of(hit.file))
        self.packages_by_file[path].update(folder for folder in between if is_below(folder, hit.root) and folder)

    def packages(self) -> set[str]:
        """Folders that some import passes through, below its root."""
        return set().union(*self.packages_by_file.values())

    def roots(self) -> set[str]:
        """Roots that some file uses without also importing through the same folder as a package."""
        return {root for path, roots in self.by_file.items() for root in roots - self.packages_by_file[path]}


class _Resolver:
    """Resolves all imports of a repository; used once, by `resolve_all`."""

    def __init__(self, tree: Tree, imports: Mapping[str, tuple[Import, ...]]) -> None:
        self.tree = tree
        self._memo: dict[tuple[str, str | None], tuple[Hit, ...]] = {}
        self._is_inner: dict[int, bool] = {}
        self.imports = {path: self._inner(rows) for path, rows in imports.items()}
        self.evidence = self._evidence()
        self.packages = self.evidence.packages()
        self.roots = self.evidence.roots()

    def _inner(self, rows: Iterable[Import]) -> list[Import]:
        """Those that may name a file of the repository; nearly none does, and many files share one and the same."""
        known = self._is_inner
        found = []
        for row in rows:
            is_inner = known.get(id(row))
            if is_inner is None:
                is_inner = known[id(row)] = bool(row.level or self._named(row))
            if is_inner:
                found.append(row)
        return found

    def _named(self, row: Import) -> tuple[Hit, ...]:
        key = (row.module, row.name)
        hits = self._memo.get(key)
        if hits is None:
            hits = self._memo[key] = self.tree.hits(*key)
        return hits

    def hits(self, path: str, imported: Import) -> list[Hit]:
        found = [hit for hit in self._named(imported) if hit.file != path]
        if found and imported.module.split(".")[0] in sys.stdlib_module_names:
            return [hit for hit in found if self._hides_the_library(hit, imported)]
        return found

    def _hides_the_library(self, hit: Hit, imported: Import) -> bool:
        """A folder without `__init__.py` never hides a module of the standard library (PEP 420)."""
        return hit.depth > 1 and self.tree.is_package(join(hit.root, imported.module.split(".")[0]))

    def near(self, path: str, imported: Import) -> list[Hit]:
        return [hit for hit in self.hits(path, imported) if is_below(path, hit.root)]

    def _evidence(self) -> _Evidence:
        evidence = _Evidence()
        for path, rows in self.imports.items():
            for row in rows:
                if row.level:
                    evidence.packages_by_file[path].update(self._relative_packages(path, row))
                    continue
                near = self.near(path, row)
                if len(near) == 1 and near[0].depth > 1:
                    evidence.add(path, near[0])
        return evidence

    def _relative_packages(self, path: str, row: Import) -> Iterator[str]:
        if relative(self.tree, path, row) is not None:
            yield from [folder for folder in ancestors(folder_of(path)) if folder][: row.level]

    def choose_near(self, path: str, row: Import) -> Hit | None:
        hits = [hit for hit in self.near(path, row) if hit.root in self.roots or hit.root not in self.packages]
        return max(hits, key=lambda hit: self._closeness(path, hit), default=None)

    def _closeness(self, path: str, hit: Hit) -> tuple[bool, bool, bool, int]:
        return (
            hit.root in self.evidence.by_file[path],
            hit.root in self.evidence.by_folder[folder_of(path)],
            not self.tree.is_package(hit.root),
            len(hit.root),
        )

    def choose_far(self, path: str, row: Import, used: set[str], known: set[str]) -> Hit | None:
        """Among roots beside the importer that files below them use: one already used here, else the nearest."""
        hits = [hit for hit in self.hits(path, row) if hit.root in known]
        hits = [hit for hit in hits if hit.root in used] or hits
        best = max((_distance(path, hit.root) for hit in hits), default=None)
        nearest = [hit for hit in hits if _distance(path, hit.root) == best]
        return nearest[0] if len(nearest) == 1 else None


def _distance(path: str, root: str) -> tuple[int, bool]:
    shared = sum(1 for folder in ancestors(folder_of(path)) if folder and (root == folder or is_below(root, folder)))
    return shared, is_below(path, folder_of(root))


def resolve_all(tree: Tree, imports: Mapping[str, tuple[Import, ...]]) -> dict[str, tuple[Resolved, ...]]:
    """Every import of every file that names a file of the repository.

    An absolute import may start from a folder above its importer, unless that folder is only
    ever used as a package; several such folders are settled by the roots that the importer,
    then its folder, uses beyond doubt, then by nearness. Otherwise it may start from a root
    that files below that root use. What stays undecided is left out.
    """
    resolver = _Resolver(tree, imports)
    near: dict[str, dict[Key, Resolved]] = {}
    for path, rows in resolver.imports.items():
        near[path] = dict(_near(resolver, path, rows)) if rows else {}
    known = {row.root for rows in near.values() for row in rows.values() if row.root is not None}
    return {
        path: tuple(_with_far(resolver, path, rows, near[path], known)) if rows else ()
        for path, rows in resolver.imports.items()
    }


Key = tuple[int, str, str | None]
"""What an import says, wherever it stands: dots, module and name."""


def key_of(row: Import) -> Key:
    """The part of an import that decides what it names."""
    return row.level, row.module, row.name


def _near(resolver: _Resolver, path: str, rows: Iterable[Import]) -> Iterator[tuple[Key, Resolved]]:
    for row in rows:
        if row.level:
            file = relative(resolver.tree, path, row)
            if file is not None:
                yield key_of(row), Resolved(row, file, None)
            continue
        hit = resolver.choose_near(path, row)
        if hit is not None:
            yield key_of(row), Resolved(row, hit.file, hit.root)


def _with_far(
    resolver: _Resolver, path: str, rows: Collection[Import], near: Mapping[Key, Resolved], known: set[str]
) -> Iterator[Resolved]:
    used = {row.root for row in near.values() if row.root is not None}
    left = {key_of(row): row for row in rows if not row.level and key_of(row) not in near}
    used |= {hit.root for row in left.values() if (hit := resolver.choose_far(path, row, used, known))}
    far = {key: resolver.choose_far(path, row, used, known) for key, row in left.items()}
    for row in rows:
        found = near.get(key_of(row)) or far.get(key_of(row))
        if found is not None:
            yield Resolved(row, found.file, found.root)
