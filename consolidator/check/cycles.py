"""Proof: no new import cycle at module level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from consolidator.check.result import Result
from consolidator.model import Flaw, Import
from consolidator.modules import find_path


def no_new_cycle(result: Result) -> Iterator[Flaw]:
    """A new module-level import whose target imports its importer, directly or through others.

    A first look counts every import of the unchanged files, at whatever level; only where that
    closes a circle are the files on the way parsed.
    """
    fresh = [(path, target) for path in result.after for target in _fresh_edges(result, path)]
    loose = {path: {row.file for row in rows} for path, rows in result.geography.resolved.items()}
    loose |= {path: set(_edges(result, path)) for path in result.after}
    for importer, target in fresh:
        if find_path(loose, target, importer):
            cycle = find_path(_Exact(result), target, importer)
            if cycle:
                yield Flaw(importer, f"importing {target} closes an import cycle: {' -> '.join((importer, *cycle))}")


class _Exact(Mapping[str, Iterable[str]]):
    """What each file imports while it is imported, read from its tree when asked."""

    def __init__(self, result: Result) -> None:
        self._result = result
        self._known: dict[str, frozenset[str]] = {}

    def __getitem__(self, path: str) -> Iterable[str]:
        if path not in self._known:
            self._known[path] = frozenset(_edges(self._result, path))
        return self._known[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._result.geography.tree.files)

    def __len__(self) -> int:
        return len(self._result.geography.tree.files)


def _fresh_edges(result: Result, path: str) -> list[str]:
    old = result.before.get(path)
    known = set(_targets(result, path, result.imports(old))) if old else set()
    return sorted(set(_edges(result, path)) - known)


def _edges(result: Result, path: str) -> Iterator[str]:
    return _targets(result, path, result.imports_in(path))


def _targets(result: Result, path: str, rows: Iterable[Import]) -> Iterator[str]:
    for row in rows:
        target = result.target(path, row) if row.scope == "" and not row.guarded else None
        if target is not None and target != path:
            yield from result.geography.entering(path, target)
