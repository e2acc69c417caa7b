"""Who may call what, over the whole repository: the indices that counting runs of code needs."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from consolidator.belonging import is_test_path
from consolidator.meaning.world import World
from consolidator.model import Call, Class, Ref, Span
from consolidator.syntax.expressions import dotted


class Callers:
    """Calls, mentions and subclasses outside test code, each looked up once for all processes."""

    def __init__(self, world: World) -> None:
        self.world = world

    def calls(self, path: str, name: str) -> tuple[tuple[str, Call], ...]:
        """Calls of a function or class by its name, with the file they stand in."""
        return tuple((where, call) for where, call in self.world.calls_to(path, name) if where in self._files)

    def mentions(self, path: str, name: str) -> tuple[tuple[str, Ref], ...]:
        """Uses of a function or class as a value: handed to a scheduler, a dependency, a thread."""
        rows = [(w, r) for w, r in self.world.refs_to(path, name) if r.ctx == "load" and w in self._files]
        return tuple((where, ref) for where, ref in rows if ref.span not in self._called[where])

    def of_method(self, name: str) -> tuple[tuple[str, Call], ...]:
        """Calls of anything's method of that name."""
        return tuple(self._methods.get(name, ()))

    def subclasses(self, path: str, qualname: str) -> tuple[tuple[str, Class], ...]:
        """Classes that name a class among their bases."""
        return tuple(self._subclasses.get((path, qualname), ()))

    @cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(path for path in self.world.facts if not is_test_path(path))

    @cached_property
    def _called(self) -> dict[str, frozenset[Span]]:
        return {p: frozenset(c.expr.parts[0].span for c in self.world.facts[p].calls) for p in self._files}

    @cached_property
    def _methods(self) -> dict[str, list[tuple[str, Call]]]:
        found: dict[str, list[tuple[str, Call]]] = defaultdict(list)
        for path in sorted(self._files):
            for call in self.world.facts[path].calls:
                head = call.expr.parts[0]
                if head.kind == "attr":
                    found[str(head.value)].append((path, call))
        return found

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
