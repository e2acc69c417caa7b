"""The calls and uses of a world outside its tests, by name, so that few of them need to be resolved."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import cast

from consolidator.belonging import is_test_path
from consolidator.meaning.standing import last_name
from consolidator.meaning.world import World
from consolidator.model import Call, Ref, Unread, naming, only


class Index:
    """Built once, asked often; the parts of a single file are built when they are first asked for."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._standing = world.standing
        self._calls: dict[str, list[tuple[str, Call]]] = {}
        self._places: dict[str, int] = {}
        self._aliases: dict[str, set[str]] = defaultdict(set)
        self._in_scope: dict[str, dict[str, list[Call | Unread]]] = {}
        self._globals: dict[str, dict[str, list[str]]] = {}
        self._refs: dict[tuple[str, str], list[Ref]] = {}
        for path, module in world.facts.items():
            for row in module.imports if not is_test_path(path) else ():
                if row.name is not None and row.bound != row.name:
                    self._aliases[row.name].add(row.bound)

    def called(self, name: str) -> Iterator[tuple[str, Call]]:
        """Every call of this name, with its file, those under which the name is imported included."""
        for known in self.known_as(name):
            yield from self._named(known)

    def known_as(self, name: str) -> tuple[str, ...]:
        """A name and the other names under which it is imported somewhere."""
        return name, *sorted(self._aliases.get(name, ()))

    def names_with(self, word: str) -> list[str]:
        """Every name that is called and has a word in it, in lower case, those first that are called first."""
        names = [name for name in self._standing.words() if word in name.lower()]
        first = {name: self._places[name] for name in names if self._named(name)}
        return sorted(first, key=first.__getitem__)

    def _named(self, name: str) -> list[tuple[str, Call]]:
        if name not in self._calls:
            placed = self._standing.placed_calls((name,))
            rows = [row for row in placed if not is_test_path(row[1]) and _name(row[2]) == name]
            self._calls[name] = [(path, call) for _, path, call in rows]
            self._places[name] = rows[0][0] if rows else 0
        return self._calls[name]

    def global_scopes(self, path: str, name: str) -> Sequence[str]:
        """The functions that assign a variable of their module under `global`."""
        if path not in self._globals:
            rows = self._globals[path] = defaultdict(list)
            known = self.world.facts[path].some_bindings(only("")) if path in self.world.facts else ()
            for binding in known:
                if binding.kind == "global":
                    rows[binding.target].append(binding.scope)
        return self._globals[path].get(name, ())

    def in_scope(self, path: str, scope: str) -> Sequence[Call]:
        """The calls that stand in a scope itself, inner functions left out."""
        if path not in self._in_scope:
            rows = self._in_scope[path] = defaultdict(list)
            for row in self.world.facts[path].known_calls:
                rows[row.scope].append(row)
        found = self._in_scope[path].get(scope, [])
        if any(isinstance(row, Unread) for row in found):
            found[:] = [call for row in found for call in (row.read().calls if isinstance(row, Unread) else (row,))]
        return cast("list[Call]", found)

    def uses(self, path: str, scope: str, name: str, start: int, end: int | None = None) -> list[Ref]:
        """Uses of a variable (or of `self.x`) between two offsets, inner functions included, in source order."""
        parts = tuple(name.split("."))
        named = self._first(path, parts[0])
        first = bisect_left(named, start, key=_start)
        rows = named[first : bisect_left(named, self._end(path, scope, end), first, key=_start)]
        inner = [ref for ref in rows if not scope or ref.scope == scope or ref.scope.startswith(f"{scope}.")]
        return [ref for ref in inner if ref.dotted[: len(parts)] == parts]

    def _end(self, path: str, scope: str, end: int | None) -> int:
        function = self.world.function(path, scope)
        last = function.span.end if function is not None else len(self.world.facts[path].source)
        return last if end is None else min(end, last)

    def _first(self, path: str, name: str) -> list[Ref]:
        if (path, name) not in self._refs:
            rows = self.world.facts[path].some_refs(naming(name))
            loads = (ref for ref in rows if ref.ctx == "load" and ref.dotted[0] == name)
            self._refs[path, name] = sorted(loads, key=_start)
        return self._refs[path, name]


def _start(ref: Ref) -> int:
    return ref.span.start


def _name(call: Call) -> str:
    function = call.expr.parts[0]
    return str(function.value) if function.kind in ("name", "attr") else last_name(call.expr)
