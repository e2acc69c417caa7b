"""The paths of a repository and its modules' imports to the file, and the import root, that each import names."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from consolidator.model import Import


@dataclass(frozen=True, slots=True)
class Hit:
    """A file that a dotted name could mean: `depth` counts the name's parts, `root` is the folder it starts from."""

    root: str
    file: str
    depth: int


@dataclass(frozen=True, slots=True)
class Resolved:
    """An import that names a file of the repository; `root` is None for a relative import."""

    imported: Import
    file: str
    root: str | None


@dataclass(frozen=True, slots=True)
class Tree:
    """The Python files of a repository, found by dotted name.

    `tops` maps a name to every folder that holds a module or a folder of that name: the
    folders from which an absolute import of it could start.
    """

    files: frozenset[str]
    tops: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, paths: Iterable[str]) -> Tree:
        """Index the `.py` files among posix paths relative to the repository."""
        files = frozenset(path for path in paths if path.endswith(".py"))
        tops: dict[str, set[str]] = defaultdict(set)
        for path in files:
            below = path[:-3]
            while below:
                folder, _, name = below.rpartition("/")
                tops[name].add(folder)
                below = folder
        return cls(files, {name: tuple(sorted(folders)) for name, folders in tops.items()})

    def module(self, stem: str) -> str | None:
        """The file of a module or package at `stem`; a package hides a module of the same name, as in Python."""
        return next((path for path in (f"{stem}/__init__.py", f"{stem}.py") if path in self.files), None)

    def named(self, stem: str, name: str | None) -> str | None:
        """The file that importing `name` from the module at `stem` names: the submodule, else the module."""
        inner = self.module(join(stem, name)) if name and name != "*" else None
        return inner or (self.module(stem) if stem else None)

    def hits(self, module: str, name: str | None) -> tuple[Hit, ...]:
        """Every file that the absolute import could name."""
        parts = module.split(".")
        return tuple(self._hits(parts, name))

    def _hits(self, parts: list[str], name: str | None) -> Iterator[Hit]:
        for root in self.tops.get(parts[0], ()):
            stem = join(root, "/".join(parts))
            file = self.named(stem, name)
            if file is not None:
                yield Hit(root, file, len(parts) + (file != self.module(stem)))

    def is_package(self, folder: str) -> bool:
        """Whether a folder holds an `__init__.py`."""
        return join(folder, "__init__.py") in self.files


def join(folder: str, name: str) -> str:
    """A posix path below a folder; the repository's own folder is the empty string."""
    return f"{folder}/{name}" if folder else name


def folder_of(path: str) -> str:
    """The folder of a file or folder."""
    return path.rpartition("/")[0]


def ancestors(folder: str) -> Iterator[str]:
    """A folder and all folders above it, nearest first, ending with the repository's own."""
    while folder:
        yield folder
        folder = folder_of(folder)
    yield ""


def is_below(path: str, folder: str) -> bool:
    """Whether a path lies strictly inside a folder."""
    return not folder or path.startswith(f"{folder}/")


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
        self.imports = imports
        self._memo: dict[tuple[str, str | None], tuple[Hit, ...]] = {}
        self.evidence = self._evidence()
        self.packages = self.evidence.packages()
        self.roots = self.evidence.roots()

    def hits(self, path: str, imported: Import) -> list[Hit]:
        key = (imported.module, imported.name)
        if key not in self._memo:
            self._memo[key] = self.tree.hits(*key)
        found = [hit for hit in self._memo[key] if hit.file != path]
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


def relative(tree: Tree, path: str, row: Import) -> str | None:
    """The file that a relative import names, None where it leaves the repository or no file is there."""
    base = folder_of(path)
    for _ in range(row.level - 1):
        if not base:
            return None
        base = folder_of(base)
    stem = join(base, row.module.replace(".", "/")) if row.module else base
    return tree.named(stem, row.name)


def resolve_all(tree: Tree, imports: Mapping[str, tuple[Import, ...]]) -> dict[str, tuple[Resolved, ...]]:
    """Every import of every file that names a file of the repository.

    An absolute import may start from a folder above its importer, unless that folder is only
    ever used as a package; several such folders are settled by the roots that the importer,
    then its folder, uses beyond doubt, then by nearness. Otherwise it may start from a root
    that files below that root use. What stays undecided is left out.
    """
    resolver = _Resolver(tree, imports)
    near: dict[str, dict[Import, Resolved]] = {}
    for path, rows in imports.items():
        near[path] = dict(_near(resolver, path, rows))
    known = {row.root for rows in near.values() for row in rows.values() if row.root is not None}
    return {path: tuple(_with_far(resolver, path, rows, near[path], known)) for path, rows in imports.items()}


def _near(resolver: _Resolver, path: str, rows: Iterable[Import]) -> Iterator[tuple[Import, Resolved]]:
    for row in rows:
        if row.level:
            file = relative(resolver.tree, path, row)
            if file is not None:
                yield row, Resolved(row, file, None)
            continue
        hit = resolver.choose_near(path, row)
        if hit is not None:
            yield row, Resolved(row, hit.file, hit.root)


def _with_far(
    resolver: _Resolver, path: str, rows: Iterable[Import], near: Mapping[Import, Resolved], known: set[str]
) -> Iterator[Resolved]:
    used = {row.root for row in near.values() if row.root is not None}
    open_rows = [row for row in rows if row not in near and not row.level]
    used |= {hit.root for row in open_rows if (hit := resolver.choose_far(path, row, used, known))}
    for row in rows:
        if row in near:
            yield near[row]
        elif not row.level and (hit := resolver.choose_far(path, row, used, known)):
            yield Resolved(row, hit.file, hit.root)
