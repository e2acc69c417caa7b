"""The calls and uses of a world outside its tests, by name, so that few of them need to be resolved."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence

from consolidator.belonging import is_test_path
from consolidator.meaning.world import World
from consolidator.model import Call, Expr, Facts, Ref


class Index:
    """Built once, asked often; the parts of a single file are built when they are first asked for."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._calls: dict[str, list[tuple[str, Call]]] = defaultdict(list)
        self._aliases: dict[str, set[str]] = defaultdict(set)
        self._in_scope: dict[str, dict[str, list[Call]]] = {}
        self._globals: dict[str, dict[str, list[str]]] = {}
        self._refs: dict[str, dict[str, list[Ref]]] = {}
        for path, module in world.facts.items():
            if not is_test_path(path):
                self._add(path, module)

    def _add(self, path: str, module: Facts) -> None:
        calls = self._calls
        for call in module.calls:
            function = call.expr.parts[0]
            name = str(function.value) if function.kind in ("name", "attr") else last_name(call.expr)
            calls[name].append((path, call))
        for row in module.imports:
            if row.name is not None and row.bound != row.name:
                self._aliases[row.name].add(row.bound)

    def called(self, name: str) -> Iterator[tuple[str, Call]]:
        """Every call of this name, with its file, those under which the name is imported included."""
        for known in self.known_as(name):
            yield from self._calls.get(known, ())

    def known_as(self, name: str) -> tuple[str, ...]:
        """A name and the other names under which it is imported somewhere."""
        return name, *sorted(self._aliases.get(name, ()))

    def names(self) -> Iterator[str]:
        """Every name that is called."""
        return iter(self._calls)

    def global_scopes(self, path: str, name: str) -> Sequence[str]:
        """The functions that assign a variable of their module under `global`."""
        if path not in self._globals:
            rows = self._globals[path] = defaultdict(list)
            for binding in self.world.facts[path].bindings if path in self.world.facts else ():
                if binding.kind == "global":
                    rows[binding.target].append(binding.scope)
        return self._globals[path].get(name, ())

    def in_scope(self, path: str, scope: str) -> Sequence[Call]:
        """The calls that stand in a scope itself, inner functions left out."""
        if path not in self._in_scope:
            rows = self._in_scope[path] = defaultdict(list)
            for call in self.world.facts[path].calls:
                rows[call.scope].append(call)
        return self._in_scope[path].get(scope, ())

    def uses(self, path: str, scope: str, name: str, start: int, end: int | None = None) -> list[Ref]:
        """Uses of a variable (or of `self.x`) between two offsets, inner functions included, in source order."""
        parts = tuple(name.split("."))
        named = self._first(path).get(parts[0], [])
        first = bisect_left(named, start, key=_start)
        rows = named[first : bisect_left(named, self._end(path, scope, end), first, key=_start)]
        inner = [ref for ref in rows if not scope or ref.scope == scope or ref.scope.startswith(f"{scope}.")]
        return [ref for ref in inner if ref.dotted[: len(parts)] == parts]

    def _end(self, path: str, scope: str, end: int | None) -> int:
        function = self.world.function(path, scope)
        last = function.span.end if function is not None else len(self.world.facts[path].source)
        return last if end is None else min(end, last)

    def _first(self, path: str) -> dict[str, list[Ref]]:
        if path not in self._refs:
            rows = self._refs[path] = defaultdict(list)
            for ref in sorted(self.world.facts[path].refs, key=lambda ref: ref.span.start):
                if ref.ctx == "load":
                    rows[ref.dotted[0]].append(ref)
        return self._refs[path]


def _start(ref: Ref) -> int:
    return ref.span.start


def last_name(expr: Expr) -> str:
    """The last name of what a call calls: `connect` of `engine.connect()` and of `connect()()`."""
    function = expr.parts[0]
    while function.kind == "call":
        function = function.parts[0]
    return str(function.value) if function.kind in ("name", "attr") else ""
