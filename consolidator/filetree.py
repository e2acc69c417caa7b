"""Posix paths to a tree of Python files that are found by dotted name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING
from unicodedata import normalize

from consolidator.frozen import dataclass

if TYPE_CHECKING:
    from consolidator.model import Import


@dataclass(frozen=True, slots=True)
class Hit:
    """A file that a dotted name could mean: `depth` counts the name's parts, `root` is the folder it starts from."""

    root: str
    file: str
    depth: int


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
        above: set[str] = set()
        for path in files:
            folder, _, name = path[:-3].rpartition("/")
            tops[name].add(folder)
            above.add(folder)
        for below in {each for folder in above for each in ancestors(folder)} - {""}:
            folder, _, name = below.rpartition("/")
            tops[name].add(folder)
        return cls(files, {name: tuple(sorted(folders)) for name, folders in tops.items()})

    def module(self, stem: str) -> str | None:
        """The file of a module or package at `stem`; a package hides a module of the same name, as in Python."""
        package = f"{stem}/__init__.py"
        if package in self.files:
            return package
        return plain if (plain := f"{stem}.py") in self.files else None

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


def is_taken(paths: Iterable[str], path: str) -> bool:
    """Whether one of `paths` is `path` on some file system.

    On macOS and Windows names that differ in case alone, or in how an accent is composed, are one file.
    """
    wanted = _folded(path)
    size = len(wanted)
    # To fold plain letters leaves as many of them.
    return any(_folded(each) == wanted for each in paths if len(each) == size or not each.isascii())


def _folded(path: str) -> str:
    return path.casefold() if path.isascii() else normalize("NFC", normalize("NFC", path).casefold())


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


def relative(tree: Tree, path: str, row: Import) -> str | None:
    """The file that a relative import names, None where it leaves the repository or no file is there."""
    base = folder_of(path)
    for _ in range(row.level - 1):
        if not base:
            return None
        base = folder_of(base)
    stem = join(base, row.module.replace(".", "/")) if row.module else base
    return tree.named(stem, row.name)
