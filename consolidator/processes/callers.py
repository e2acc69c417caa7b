"""Who may call what, over the whole repository: the indices that counting runs of code needs."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from consolidator.belonging import is_test_path
from consolidator.meaning.world import World
from consolidator.model import Call, Class, Ref, Span, only
from consolidator.syntax.expressions import dotted


class Callers:
    """Calls, mentions and subclasses outside test code, each looked up once for all processes."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._heads: dict[tuple[str, str], frozenset[Span]] = {}
        self._methods: dict[str, tuple[tuple[str, Call], ...]] = {}

    def calls(self, path: str, name: str) -> tuple[tuple[str, Call], ...]:
        """Calls of a function or class by its name, with the file they stand in."""
        return tuple((where, call) for where, call in self.world.calls_to(path, name) if where in self._files)

    def mentions(self, path: str, name: str) -> tuple[tuple[str, Ref], ...]:
        """Uses of a function or class as a value: handed to a scheduler, a dependency, a thread."""
        rows = [(w, r) for w, r in self.world.refs_to(path, name) if r.ctx == "load" and w in self._files]
        return tuple((where, ref) for where, ref in rows if not self._is_called(where, ref))

    def of_method(self, name: str) -> tuple[tuple[str, Call], ...]:
        """Calls of anything's method of that name."""
        if name not in self._methods:
            rows = [(path, call) for path, call in self.world.standing.calls((name,)) if path in self._files]
            heads = [(path, call, call.expr.parts[0]) for path, call in rows]
            self._methods[name] = tuple(
                (p, call) for p, call, head in heads if (head.kind, head.value) == ("attr", name)
            )
        return self._methods[name]

    def subclasses(self, path: str, qualname: str) -> tuple[tuple[str, Class], ...]:
        """Classes that name a class among their bases."""
        return tuple(self._subclasses.get((path, qualname), ()))

    @cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(path for path in self.world.facts if not is_test_path(path))

    def _is_called(self, path: str, ref: Ref) -> bool:
        """Whether a use of a name is what a call calls."""
        key = path, ref.scope
        if key not in self._heads:
            calls = self.world.facts[path].some_calls(only(ref.scope))
            self._heads[key] = frozenset(call.expr.parts[0].span for call in calls if call.scope == ref.scope)
        return ref.span in self._heads[key]

    @cached_property
    def _subclasses(self) -> dict[tuple[str, str], list[tuple[str, Class]]]:
        found: dict[tuple[str, str], list[tuple[str, Class]]] = defaultdict(list)
        for path in sorted(self._files):
            for class_ in self.world.facts[path].classes:
                for base in class_.bases:
                    names = dotted(base)
                    origin = self.world.resolve(path, names, class_.scope) if names else None
                    if origin is not None and origin.kind == "class":
                        found[origin.path, origin.name].append((path, class_))
        return found
