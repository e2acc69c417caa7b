"""Names to what they mean: which definition, in which file, does a dotted name reach from a scope?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

from consolidator.frozen import dataclass
from consolidator.model import Binding, Class, Function, Import, Param, Unread, only
from consolidator.survey import Survey


@dataclass(frozen=True, slots=True)
class Origin:
    """What a name means.

    kind: external (`name` is the qualified dotted name), module (`path` is its file), function, class,
    value (a variable at module level), param, local, member (`name` is `Class.member`), unknown.
    `rest` are attributes that could not be followed further.
    """

    kind: str
    path: str
    name: str
    scope: str = ""
    rest: tuple[str, ...] = ()

    @property
    def qualified(self) -> str:
        """The dotted name of an external thing, attributes included."""
        return ".".join((self.name, *self.rest))


class Names:
    """Every name of the modules that were read, with indices to look it up; nothing in it changes once built."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.facts = facts = survey.facts
        self.modules = survey.modules
        self._functions = {(p, f.qualname): f for p, m in facts.items() for f in m.functions}
        self._classes = {(p, c.qualname): c for p, m in facts.items() for c in m.classes}
        self._imports: dict[tuple[str, str, str], list[Import]] = defaultdict(list)
        self._bindings: dict[tuple[str, str, str], list[Binding]] = defaultdict(list)
        self._unread: dict[tuple[str, str], list[Unread]] = defaultdict(list)
        self._cache: dict[tuple[str, tuple[str, ...], str], Origin] = {}
        for path, module in facts.items():
            for row in module.imports:
                self._imports[path, row.scope, row.bound].append(row)
            for binding in module.known_bindings:
                if isinstance(binding, Unread):
                    self._unread[path, binding.scope].append(binding)
                else:
                    self._bindings[path, binding.scope, binding.target].append(binding)
        self._names: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    # ------------------------------------------------------------------ definitions

    def function(self, path: str, qualname: str) -> Function | None:
        """The function of that qualified name."""
        return self._functions.get((path, qualname))

    def class_(self, path: str, qualname: str) -> Class | None:
        """The class of that qualified name."""
        return self._classes.get((path, qualname))

    def bindings(self, path: str, scope: str, target: str) -> tuple[Binding, ...]:
        """Everything that binds a name (or a dotted `self.x`) in a scope, in source order."""
        first = target.partition(".")[0]
        if (path, scope) in self._unread and any(first in body.text() for body in self._unread[path, scope]):
            del self._unread[path, scope]
            rows: dict[str, list[Binding]] = defaultdict(list)
            for row in self.facts[path].some_bindings(only(scope)):
                if row.scope == scope:
                    rows[row.target].append(row)
            self._bindings.update({(path, scope, name): found for name, found in rows.items()})
        return tuple(self._bindings.get((path, scope, target), ()))

    def param(self, path: str, scope: str, name: str) -> Param | None:
        """A parameter of the function that `scope` names."""
        function = self.function(path, scope)
        if function is None:
            return None
        return next((param for param in function.params if param.name == name), None)

    def enclosing_function(self, path: str, scope: str) -> Function | None:
        """The function or method that a scope is, or lies in; None at module level."""
        return next((found for name in _chain(scope) if (found := self.function(path, name)) is not None), None)

    def enclosing_class(self, path: str, scope: str) -> Class | None:
        """The class whose method (or body) a scope belongs to."""
        for name in _chain(scope):
            found = self.class_(path, name)
            if found is not None:
                return found
        return None

    # ------------------------------------------------------------------ resolution

    def resolve(self, path: str, names: tuple[str, ...], scope: str) -> Origin:
        """What a dotted name means where it stands."""
        key = (path, names, scope)
        if key not in self._cache:
            self._cache[key] = Origin("unknown", path, ".".join(names), scope)
            self._cache[key] = self._resolve(path, names, scope)
        return self._cache[key]

    def _resolve(self, path: str, names: tuple[str, ...], scope: str) -> Origin:
        first, rest = names[0], names[1:]
        for place in _chain(scope):
            if self.class_(path, place) is not None and place != scope:
                continue
            origin = self._local(path, first, place, rest)
            if origin is not None:
                return origin
        return self._member(path, first, rest) or Origin("unknown", path, first, "", rest)

    def _local(self, path: str, name: str, place: str, rest: tuple[str, ...]) -> Origin | None:
        kinds = {b.kind for b in self.bindings(path, place, name)}
        if "global" in kinds:
            return self._member(path, name, rest)
        if self.param(path, place, name) is not None and not kinds:
            return Origin("param", path, name, place, rest)
        for row in self._imports.get((path, place, name), ()):
            return self._imported(path, row, rest)
        nested = f"{place}.{name}"
        if (path, nested) in self._functions:
            return Origin("function", path, nested, place, rest)
        if kinds:
            return Origin("local", path, name, place, rest)
        return None

    def _member(self, path: str, name: str, rest: tuple[str, ...]) -> Origin | None:
        """A name at the module level of a file, followed through re-exports."""
        rows = [(b.span.start, "value", None) for b in self.bindings(path, "", name) if b.kind != "del"]
        imports = self._imports.get((path, "", name), ())
        found: list[tuple[int, str, Import | None]] = [*rows]
        found += [(row.span.start, "import", row) for row in imports]
        if (path, name) in self._functions:
            found.append((self._functions[path, name].span.start, "function", None))
        if (path, name) in self._classes:
            found.append((self._classes[path, name].span.start, "class", None))
        if not found:
            return self._starred(path, name, rest)
        _, kind, row = max(found, key=lambda item: item[0])
        if row is not None:
            return self._imported(path, row, rest)
        if kind == "class" and rest:
            return Origin("member", path, f"{name}.{rest[0]}", "", rest[1:])
        return Origin(kind, path, name, "", rest)

    def _starred(self, path: str, name: str, rest: tuple[str, ...]) -> Origin | None:
        for row in self._imports.get((path, "", "*"), ()):
            target = self.modules.resolve(path, row)
            if target is not None and target in self.facts and target != path:
                origin = self.resolve(target, (name, *rest), "")
                if origin.kind != "unknown":
                    return origin
            elif target is None and row.module.split(".")[0] in ("sqlalchemy", "sqlmodel"):
                return Origin("external", path, f"{row.module}.{name}", "", rest)
        return None

    def _imported(self, path: str, row: Import, rest: tuple[str, ...]) -> Origin:
        if row.name is None:
            return self._plain_import(path, row, rest)
        target = self.modules.resolve(path, row)
        if target is None:
            return Origin("external", path, f"{'.' * row.level}{row.module}.{row.name}", "", rest)
        if is_module(target, row):
            return self._in_module(path, target, rest)
        if target not in self.facts:
            return Origin("value", target, row.name, "", rest)
        return self.resolve(target, (row.name, *rest), "")

    def _plain_import(self, path: str, row: Import, rest: tuple[str, ...]) -> Origin:
        """`import a.b.c` binds `a`, `import a.b.c as m` the module itself."""
        names = row.module.split(".")
        inner = () if row.bound != names[0] or len(names) == 1 else tuple(names[1:])
        rows = [r for r in self._imports.get((path, row.scope, row.bound), ()) if r.name is None]
        for candidate in sorted(rows, key=lambda r: -len(r.module)):
            tail = tuple(candidate.module.split(".")[1:]) if inner else ()
            target = self.modules.resolve(path, candidate)
            if target is not None and rest[: len(tail)] == tail:
                return self._in_module(path, target, rest[len(tail) :])
        return Origin("external", path, names[0] if inner else row.module, "", rest)

    def _in_module(self, path: str, target: str, rest: tuple[str, ...]) -> Origin:
        if not rest:
            return Origin("module", target, "")
        if target not in self.facts:
            return Origin("value", target, rest[0], "", rest[1:])
        origin = self.resolve(target, rest, "")
        if origin.kind == "unknown":
            folder = target.removesuffix("__init__.py")
            for nested in (f"{folder}{rest[0]}.py", f"{folder}{rest[0]}/__init__.py"):
                if folder != target and nested in self.facts and nested != path:
                    return self._in_module(path, nested, rest[1:])
        return origin

    def is_imported(self, path: str, name: str) -> bool:
        """Whether a name may come from another module: in a file without such an import no name does."""
        bound = self._names_of(path)[0]
        return name in bound or "*" in bound

    def known_in(self, path: str) -> Callable[[str], bool]:
        """Tells whether a name may mean more than a variable of a function: most names of a file do not."""
        bound, defined = self._names_of(path)
        return (lambda name: True) if "*" in bound else (bound | defined).__contains__

    def _names_of(self, path: str) -> tuple[frozenset[str], frozenset[str]]:
        """What a file imports, and what it defines at module level, functions and classes anywhere."""
        if path not in self._names:
            module = self.facts[path]
            defined = {row.target for row in module.some_bindings(only("")) if not row.scope}
            defined |= {row.name for row in module.functions} | {row.name for row in module.classes}
            self._names[path] = frozenset(row.bound for row in module.imports), frozenset(defined)
        return self._names[path]


def _chain(scope: str) -> Iterator[str]:
    """The scopes from the innermost outward, the module's own left out."""
    while scope:
        yield scope
        scope = scope.rpartition(".")[0]


def is_module(target: str, row: Import) -> bool:
    """Whether `from x import name` names a module of the repository rather than a name in one."""
    stem = target.removesuffix("/__init__.py").removesuffix(".py")
    last = row.module.split(".")[-1] if row.module else ""
    is_leaf = stem.split("/")[-1] == row.name
    return is_leaf and (row.name != last or stem.split("/")[-2:-1] == [last])
