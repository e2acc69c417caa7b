"""How often a process runs the code that creates an engine: never, a number of times, or without any bound.

A count is a number of engines; None means that nothing bounds it, as for a factory that runs once a request.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from consolidator.meaning.blocks import statements_in
from consolidator.meaning.lifetime import is_kept
from consolidator.model import Call, Class, Function, Ref, Resource, Span, Statement, naming
from consolidator.processes.callers import Callers
from consolidator.processes.occasions import Count, class_mention, is_handed_over, is_hooked, is_start, is_task, mention
from consolidator.processes.receivers import may_be
from consolidator.syntax.expressions import dotted

_CONSTRUCTORS = ("__init__", "__new__", "__post_init__", "model_post_init", "__attrs_post_init__")
_DEPTH = 12


def plus(counts: Iterable[Count]) -> Count:
    """The sum of counts; unbounded where one of them is."""
    total = 0
    for count in counts:
        if count is None:
            return None
        total += count
    return total


class Multiplicity:
    """Counts for one process, which loads the files of `reach`, starts with `entries` and runs `reruns` at any time.

    `is_library` says that nobody is seen to start anything: what is public is then called from outside, at any time.
    `queues` are files of which another process, a worker, runs the tasks.
    """

    def __init__(
        self,
        callers: Callers,
        reach: frozenset[str],
        entries: frozenset[str],
        reruns: frozenset[str] = frozenset(),
        is_library: bool = False,
        queues: frozenset[str] = frozenset(),
    ) -> None:
        self._callers = callers
        self._world = callers.world
        self._reach = reach
        self._entries = entries
        self._reruns = reruns
        self._is_library = is_library
        self._queues = queues
        self._known: dict[tuple[str, str], Count] = {}

    def of(self, site: Resource) -> Count:
        """How many engines a process gets from a site."""
        if site.path not in self._reach:
            return 0
        if site.function is None:
            return self._at_import(site.path, site.call.expr.span)
        owner = self._kept_by(site)
        if owner is not None:
            return self._objects(site.path, owner, 0)
        times = self._function(site.path, site.function, 0)
        return min(times, 1) if times is not None and is_kept(site.facts, site.function) else self._once(site, times)

    def runs(self, path: str, function: Function) -> Count:
        """How often a process runs a function."""
        return self._function(path, function, 0) if path in self._reach else 0

    def _once(self, site: Resource, times: Count) -> Count:
        assert site.function is not None
        return 1 if times is None and is_kept(site.facts, site.function) else times

    # ------------------------------------------------------------------ modules

    def _at_import(self, path: str, span: Span) -> Count:
        if path in self._reruns:
            return None
        if path not in self._entries and any(block.holds(span) for block in self._main_blocks(path)):
            return 0
        return 1

    def _main_blocks(self, path: str) -> Iterator[Span]:
        """The blocks behind `if __name__ == "__main__"`."""
        facts = self._world.facts[path]
        if facts.has_main_guard:
            for statement in facts.body:
                if statement.kind == "if" and "__name__" in facts.text(statement.span)[:60]:
                    yield statement.span

    # ------------------------------------------------------------------ functions

    def _function(self, path: str, function: Function, depth: int) -> Count:
        key = (path, function.qualname)
        if key not in self._known:
            self._known[key] = 0  # a function that calls itself adds nothing of its own
            self._known[key] = self._runs(path, function, depth + 1)
        return self._known[key]

    def _runs(self, path: str, function: Function, depth: int) -> Count:
        if depth > _DEPTH:
            return None
        texts = [self._world.facts[path].text(d.span) for d in function.decorators]
        if is_hooked(function, texts):
            return 1
        if path in self._queues and is_task(texts):
            return plus(self._call(where, call, depth) for where, call in self._calls(path, function.qualname))
        if is_handed_over(texts):
            return None
        counted = self._called(path, function, depth)
        is_kept_here = is_kept(self._world.facts[path], function)
        return 1 if is_kept_here and counted != 0 else counted

    def _called(self, path: str, function: Function, depth: int) -> Count:
        if function.is_method:
            return self._method(path, function, depth)
        outer = self._world.function(path, function.scope)
        if outer is not None:
            return self._nested(path, function, outer, depth)
        uses = [self._call(where, call, depth) for where, call in self._calls(path, function.qualname)]
        uses += [mention(self._world.facts[where], ref) for where, ref in self._mentions(path, function.qualname)]
        if uses:
            return plus(uses)
        return self._uncalled(path, function)

    def _nested(self, path: str, function: Function, outer: Function, depth: int) -> Count:
        """A function in a function: as often as that one, where it is called there and nowhere else."""
        count = self._function(path, outer, depth)
        facts, wanted = self._world.facts[path], naming(function.name)
        refs = [r for r in facts.some_refs(wanted) if r.dotted == (function.name,) and r.ctx == "load"]
        spans = {call.expr.parts[0].span for call in facts.some_calls(wanted)}
        handed = any(ref.span not in spans for ref in refs)
        return None if count != 0 and handed else count

    def _uncalled(self, path: str, function: Function) -> Count:
        if is_start(function):
            return 1
        if path in self._entries and function.name.startswith("main"):
            return 1
        return 0 if function.name.startswith("_") and not self._is_library else None

    def _calls(self, path: str, name: str) -> list[tuple[str, Call]]:
        return [row for row in self._callers.calls(path, name) if row[0] in self._reach]

    def _call(self, where: str, call: Call, depth: int) -> Count:
        """How often one call runs."""
        if call.role == "decorator":
            return 1
        function = self._world.enclosing_function(where, call.scope)
        if function is None or call.at_import:
            return self._at_import(where, call.expr.span)
        times = self._function(where, function, depth)
        return None if times != 0 and _in_loop(function.body, call.statement) else times

    def _mentions(self, path: str, name: str) -> list[tuple[str, Ref]]:
        return [row for row in self._callers.mentions(path, name) if row[0] in self._reach]

    # ------------------------------------------------------------------ objects

    def _kept_by(self, site: Resource) -> Class | None:
        """The class of which each object makes the engine once: in its constructor, or guarded by its own attribute."""
        function = site.function
        assert function is not None
        class_ = self._world.enclosing_class(site.path, site.scope)
        if class_ is None or not function.is_method:
            return None
        if function.name in _CONSTRUCTORS or _is_cached_property(function):
            return class_
        return class_ if _guards_own(site, function) else None

    def _objects(self, path: str, class_: Class, depth: int) -> Count:
        """How many objects of a class, and of those derived from it, a process makes."""
        key = (path, f"class {class_.qualname}")
        if key in self._known:
            return self._known[key]
        self._known[key] = 0
        self._known[key] = 1 if self._is_singleton(path, class_) else self._made(path, class_, depth + 1)
        return self._known[key]

    def _made(self, path: str, class_: Class, depth: int) -> Count:
        if depth > _DEPTH:
            return None
        uses = [self._construction(where, call, depth) for where, call in self._calls(path, class_.qualname)]
        uses += [class_mention(self._world.facts[where], ref) for where, ref in self._mentions(path, class_.qualname)]
        uses += [self._objects(where, sub, depth) for where, sub in self._subclasses(path, class_)]
        if not uses and (self._is_library or self._world.is_taken_unread(path, class_.name)):
            return None
        return plus(uses)

    def _construction(self, where: str, call: Call, depth: int) -> Count:
        function = self._world.enclosing_function(where, call.scope)
        if function is not None and not call.at_import and _is_self_guarded(function, call):
            class_ = self._world.enclosing_class(where, call.scope)
            if class_ is not None:
                return self._objects(where, class_, depth)
        return self._call(where, call, depth)

    def _subclasses(self, path: str, class_: Class) -> list[tuple[str, Class]]:
        return [row for row in self._callers.subclasses(path, class_.qualname) if row[0] in self._reach]

    def _is_singleton(self, path: str, class_: Class) -> bool:
        """`__new__` that hands out `_instance`, or a metaclass that says so."""
        facts = self._world.facts[path]
        words = [facts.text(value.span) for _, value in class_.keywords]
        words += [facts.text(d.span) for d in class_.decorators]
        new = self._world.function(path, f"{class_.qualname}.__new__")
        return any("ingleton" in word for word in words) or bool(new and "_instance" in facts.text(new.span))

    def _method(self, path: str, function: Function, depth: int) -> Count:
        """A method runs as often as its calls on objects that may be of its class."""
        class_ = self._world.enclosing_class(path, function.scope)
        if class_ is None:
            return None
        if function.name in _CONSTRUCTORS:
            return self._objects(path, class_, depth)
        derived = ((where, each.qualname) for where, each in self._subclasses(path, class_))
        family = frozenset({(path, class_.qualname), *derived})
        rows = [row for row in self._callers.of_method(function.name) if row[0] in self._reach]
        called = [(where, call) for where, call in rows if may_be(self._world, where, call, family, path)]
        uses = [self._call(where, call, depth) for where, call in called]
        if uses:
            return plus(uses)
        return 0 if function.name.startswith("_") and not self._is_library else None


def _in_loop(body: tuple[Statement, ...], statement: Span) -> bool:
    """Whether a statement stands in a loop."""
    around = [s for s in statements_in(body, holding=statement) if s.kind in ("for", "asyncfor", "while")]
    return any(s.span == statement for loop in around for s in statements_in(loop.body, holding=statement))


def _is_cached_property(function: Function) -> bool:
    return any((dotted(d) or ("",))[-1] == "cached_property" for d in function.decorators)


def _guards_own(site: Resource, function: Function) -> bool:
    """`if self._engine is None: self._engine = create_engine(...)`."""
    first = function.params[0].name if function.params else "self"
    if not site.target.startswith(f"{first}."):
        return False
    for statement in statements_in(function.body):
        if statement.kind in ("if", "try", "while") and site.target in site.facts.text(statement.span):
            head = site.facts.text(statement.span).partition("\n")[0]
            if site.target in head or f'"{site.target[len(first) + 1 :]}"' in head:
                return True
    return False


def _is_self_guarded(function: Function, call: Call) -> bool:
    """Whether a construction is kept in the object that makes it: `self.db = Database()` in a constructor."""
    return function.is_method and function.name in _CONSTRUCTORS
