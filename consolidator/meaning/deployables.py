"""The modules of a repository and a folder that the user named in; the deployables that it means out.

A deployable is told by the import root of its modules, and where several share one root by the manifests in their
folders. A folder above deployables means those below it, a folder inside one means that one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from consolidator.belonging import is_test_path
from consolidator.filetree import ancestors, folder_of, is_below
from consolidator.meaning.scope import Scope
from consolidator.modules import ModuleMap
from consolidator.regex import lazy

_MANIFEST = lazy(r"pyproject\.toml|setup\.(py|cfg)|requirements\.txt|Pipfile|Procfile|(?i:dockerfile)(\..+)?")
_SOURCES = ("src", "lib")


def scope_of(modules: ModuleMap, paths: Iterable[str], folder: str) -> Scope:
    """The deployables that a folder of the repository means; its root, "", means everything.

    `paths` are all files of the commit.
    """
    if not folder:
        return Scope()
    known = frozenset(paths)
    folders = frozenset(_deployables(modules, known)) | {""}
    below = frozenset(each for each in folders if each == folder or (each and is_below(each, folder)))
    around = next(each for each in ancestors(folder) if each in folders)
    return Scope(folder, below or frozenset({around}), folders)


def _deployables(modules: ModuleMap, paths: frozenset[str]) -> Iterator[str]:
    code = [path for path in paths if path.endswith(".py") and not is_test_path(path)]
    marked = {folder_of(path) for path in paths if _MANIFEST.fullmatch(path.rpartition("/")[2])}
    roots = {root for path in code if (root := modules.root_of(path)) is not None}
    around = {_around(root, roots, marked) for root in roots}
    yield from around
    marked &= {above for folder in set(map(folder_of, code)) for above in ancestors(folder)}
    parts: dict[str, list[str]] = defaultdict(list)
    for folder in marked - around - {""}:
        nearest = next((above for above in ancestors(folder_of(folder)) if above in marked or above in around), "")
        parts[nearest].append(folder)
    for deployable in around:
        yield from parts[deployable] if len(parts[deployable]) > 1 else ()


def _around(root: str, roots: set[str], marked: set[str]) -> str:
    """The folder around an import root: the one above where the root only holds the sources of one deployable."""
    above, _, last = root.rpartition("/")
    shared = any(other != root and is_below(other, above) for other in roots)
    if not root or shared or root in marked:
        return root
    return above if last in _SOURCES or (above and above in marked) else root
