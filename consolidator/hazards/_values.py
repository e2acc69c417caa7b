"""An expression in; which shared engine, or which session factory, session or connection of one, it is out."""

from __future__ import annotations

from consolidator.frozen import replace
from consolidator.hazards._blocks import body_of, place_of, yields
from consolidator.hazards._classes import Owner, attribute_bindings, bases, method
from consolidator.hazards._dependencies import dependency
from consolidator.hazards._index import Index
from consolidator.hazards._value import (
    Value,
    attribute,
    bind_of,
    called,
    constructed,
    inside_with,
    is_constructor,
    merged,
    stored,
)
from consolidator.meaning.blocks import statements_in
from consolidator.meaning.names import Origin
from consolidator.meaning.shapes import argument
from consolidator.model import Binding, Call, Expr, Function, Span
from consolidator.syntax.expressions import dotted

_DEPTH = 40
_COMMON = 200
_TRANSPARENT = {"contextlib.closing", "contextlib.aclosing"}


class Values:
    """Evaluates expressions; `creations` are the calls that make shared engines. Every answer is remembered."""

    def __init__(self, index: Index, creations: frozenset[tuple[str, Span]]) -> None:
        self._world = index.world
        self._index = index
        self._creations = creations
        self._known: dict[tuple[str, int, int], Value | None] = {}
        self._returned: dict[tuple[str, str], Value | None] = {}
        self._module_values: dict[tuple[str, str], Value | None] = {}
        self._members: dict[tuple[Owner, str], Value | None] = {}

    def of(self, path: str, expr: Expr, scope: str, depth: int = 0) -> Value | None:
        """What an expression that stands in a scope of a file holds; None where that is nothing of a shared engine."""
        key = (path, expr.span.start, expr.span.end)
        if key not in self._known and depth <= _DEPTH:
            self._known[key] = None
            self._known[key] = self._evaluate(path, expr, scope, depth + 1)
        return self._known.get(key)

    def _evaluate(self, path: str, expr: Expr, scope: str, depth: int) -> Value | None:
        match expr.kind:
            case "await":
                return self.of(path, expr.parts[0], scope, depth)
            case "name":
                return self._name(path, str(expr.value), scope, depth)
            case "attr":
                return self._chain(path, expr, scope, depth)
            case "call":
                return self._call(path, expr, scope, depth)
            case "or" | "and" | "ifexp":
                return merged(self.of(path, part, scope, depth) for part in expr.parts)
        return None

    # ------------------------------------------------------------------ names

    def _name(self, path: str, name: str, scope: str, depth: int) -> Value | None:
        if name in ("self", "cls"):
            class_ = self._world.enclosing_class(path, scope)
            return Value("object", owner=(path, class_.qualname)) if class_ else None
        return self._origin(self._world.resolve(path, (name,), scope), depth)

    def _chain(self, path: str, expr: Expr, scope: str, depth: int) -> Value | None:
        names = dotted(expr)
        if names is not None and names[0] not in ("self", "cls"):
            origin = self._world.resolve(path, names, scope)
            if origin.kind not in ("local", "param", "unknown"):
                return self._origin(origin, depth)
        base = self.of(path, expr.parts[0], scope, depth)
        return self._attribute(base, str(expr.value), depth)

    def _attribute(self, base: Value | None, name: str, depth: int) -> Value | None:
        if base is None:
            return None
        return self.member(base.owner, name, depth) if base.kind == "object" else attribute(base, name)

    def _origin(self, origin: Origin, depth: int) -> Value | None:
        match origin.kind:
            case "value":
                base = self._module_value(origin, depth)
            case "local":
                rows = self._world.bindings(origin.path, origin.scope, origin.name)
                base = merged(self._binding(origin.path, row, depth) for row in rows)
            case "param":
                base = self._param(origin, depth)
            case "member":
                owner, _, name = origin.name.rpartition(".")
                base = self.member((origin.path, owner), name, depth)
            case _:
                return None
        for name in origin.rest:
            base = self._attribute(base, name, depth)
        return base

    def _module_value(self, origin: Origin, depth: int) -> Value | None:
        """A variable of a module, the assignments of its functions under `global` included."""
        key = (origin.path, origin.name)
        if key not in self._module_values and depth <= _DEPTH:
            self._module_values[key] = None
            scopes = ("", *self._index.global_scopes(origin.path, origin.name))
            rows = [row for scope in scopes for row in self._world.bindings(origin.path, scope, origin.name)]
            found = merged(self._binding(origin.path, row, depth) for row in rows)
            self._module_values[key] = stored(found)
        return self._module_values.get(key)

    def _binding(self, path: str, row: Binding, depth: int) -> Value | None:
        if row.value is not None:
            return self.of(path, row.value, row.scope, depth)
        if row.kind != "with":
            return None
        place = place_of(body_of(self._world, self._world.facts[path], row.scope), row.span)
        entered = [expr for expr, bound in (place.statement.items if place else ()) if bound == row.target]
        return inside_with(self.of(path, entered[0], row.scope, depth)) if entered else None

    def member(self, owner: Owner, name: str, depth: int = 0) -> Value | None:
        """An attribute of a class's objects: what its methods and its body put there, or its bases'."""
        key = (owner, name)
        if key not in self._members and depth <= _DEPTH:
            self._members[key] = None
            self._members[key] = stored(self._find_member(owner, name, depth + 1))
        return self._members.get(key)

    def _find_member(self, owner: Owner, name: str, depth: int) -> Value | None:
        path, qualname = owner
        class_ = self._world.class_(path, qualname)
        if class_ is None:
            return None
        found = merged(self._binding(path, row, depth) for row in attribute_bindings(self._world, owner, name))
        property_ = self._world.function(path, f"{qualname}.{name}")
        if found is None and property_ is not None and property_.decorators:
            found = self.returned(path, property_, depth)
        return found or merged(self.member(base, name, depth) for base in bases(self._world, path, class_))

    # ------------------------------------------------------------------ parameters

    def _param(self, origin: Origin, depth: int) -> Value | None:
        """What a parameter holds: what a dependency hands in, else what all callers pass."""
        function = self._world.function(origin.path, origin.scope)
        param = self._world.param(origin.path, origin.scope, origin.name)
        if function is None or param is None or param.kind.startswith("*"):
            return None
        filled = dependency(self._world, origin.path, function, param)
        if filled is not None:
            return stored(inside_with(self.returned(filled.path, filled.function, depth)))
        calls = self.callers(origin.path, function, depth)
        rows = [(where, argument(call.expr, function, param.name), call.scope) for where, call in calls]
        found = [self.of(where, given, scope, depth) for where, given, scope in rows if given is not None]
        return stored(merged(found)) if None not in found else None

    # ------------------------------------------------------------------ calls

    def _call(self, path: str, expr: Expr, scope: str, depth: int) -> Value | None:
        if (path, expr.span) in self._creations:
            return Value("engine", frozenset({(path, expr.span.start)}))
        names = dotted(expr.parts[0])
        origin = self._world.resolve(path, names, scope) if names else None
        if origin is not None and origin.kind == "external":
            return self._external(path, expr, origin.qualified, scope, depth)
        if origin is not None and origin.kind == "class" and not origin.rest:
            return Value("object", owner=(origin.path, origin.name))
        function = self.callee(path, expr, scope, depth)
        return self.returned(*function, depth) if function else self._method(path, expr, scope, depth)

    def _external(self, path: str, expr: Expr, name: str, scope: str, depth: int) -> Value | None:
        if name in _TRANSPARENT and len(expr.parts) > 1:
            return self.of(path, expr.parts[1], scope, depth)
        bind = bind_of(expr) if is_constructor(name) else None
        base = self.of(path, bind, scope, depth) if bind is not None else None
        return constructed(name, base) if base is not None else None

    def callee(self, path: str, expr: Expr, scope: str, depth: int = 0) -> tuple[str, Function] | None:
        """The function or method of the repository that a call runs, with the file it stands in."""
        names = dotted(expr.parts[0])
        if names is not None and names[0] not in ("self", "cls"):
            origin = self._world.resolve(path, names, scope)
            if origin.kind == "class" and not origin.rest:
                return method(self._world, (origin.path, origin.name), "__init__")
            if origin.kind in ("function", "member") and not origin.rest:
                function = self._world.function(origin.path, origin.name)
                return (origin.path, function) if function else None
        if expr.parts[0].kind != "attr":
            return None
        base = self.of(path, expr.parts[0].parts[0], scope, depth)
        return method(self._world, base.owner, str(expr.parts[0].value)) if base and base.kind == "object" else None

    def callers(self, path: str, function: Function, depth: int = 0) -> list[tuple[str, Call]]:
        """The calls outside tests that run a function; none where its name is too common to tell."""
        name = function.scope.rpartition(".")[2] if function.name == "__init__" else function.name
        rows = list(self._index.called(name))
        if len(rows) > _COMMON:
            return []
        reached = [(row, self.callee(row[0], row[1].expr, row[1].scope, depth)) for row in rows]
        return [row for row, to in reached if to and (to[0], to[1].qualname) == (path, function.qualname)]

    def returned(self, path: str, function: Function, depth: int = 0) -> Value | None:
        """What a function returns, or hands into a `with` where it is a generator."""
        key = (path, function.qualname)
        if key not in self._returned and depth <= _DEPTH:
            self._returned[key] = None
            self._returned[key] = self._find_returned(path, function, depth + 1)
        return self._returned.get(key)

    def _find_returned(self, path: str, function: Function, depth: int) -> Value | None:
        scope = function.qualname
        if function.is_generator:
            value = merged(self.of(path, expr, scope, depth) for _, expr in yields(function) if expr is not None)
            return replace(value, fresh=True, entered=True) if value else None
        rows = [s.value for s in statements_in(function.body) if s.kind == "return" and s.value is not None]
        return merged(self.of(path, expr, scope, depth) for expr in rows)

    def _method(self, path: str, expr: Expr, scope: str, depth: int) -> Value | None:
        function = expr.parts[0]
        own = self.of(path, function, scope, depth)
        if own is not None and own.kind == "maker":
            return replace(own, kind="session", fresh=True)
        base = self.of(path, function.parts[0], scope, depth) if function.kind == "attr" else None
        return called(base, str(function.value)) if base is not None else None
