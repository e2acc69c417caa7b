"""An expression of one module to the text that means the same in another, with the imports it needs."""

from __future__ import annotations

import builtins

from consolidator.belonging import is_test_path
from consolidator.frozen import dataclass
from consolidator.meaning.importing import form_within
from consolidator.meaning.names import Origin
from consolidator.meaning.shapes import argument, only_return
from consolidator.meaning.world import World
from consolidator.model import Expr, Import, Span
from consolidator.syntax.expressions import dotted
from consolidator.tokens import one_line

_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Relocated:
    """`text` is a Python expression, valid after the lines of `imports`; `modules` are repository files they name."""

    text: str
    imports: tuple[str, ...] = ()
    modules: frozenset[str] = frozenset()


class NotRelocatable(Exception):
    """The expression depends on something that only its own place knows."""


class Relocator:
    """Moves expressions into the module at `target`, without importing from any of `closed`.

    A constant of the adopted `home` is still taken from there: it would otherwise stand in two places.
    """

    def __init__(self, world: World, target: str, closed: frozenset[str], home: str | None = None) -> None:
        self._world = world
        self._target = target
        self._closed = closed
        self._home = home

    def move(self, path: str, expr: Expr, scope: str, depth: int = 0) -> Relocated:
        """The expression's text for the target; raises NotRelocatable."""
        if depth > _LIMIT:
            raise NotRelocatable
        helper = self._helper(path, expr, scope, depth)
        if helper is not None:
            return helper
        facts = self._world.facts[path]
        swaps: list[tuple[Span, str]] = []
        imports: list[str] = []
        modules: set[str] = set()
        for name, inside_text in _names(expr):
            moved = self._name(path, name, scope, depth)
            if moved is None:
                continue
            imports += [line for line in moved.imports if line not in imports]
            modules |= moved.modules
            if moved.text != facts.text(name.span) and moved.text != str(name.value):
                if inside_text:
                    raise NotRelocatable
                swaps.append((name.span, moved.text))
        return Relocated(_swapped(facts.source, expr.span, swaps), tuple(imports), frozenset(modules))

    def _helper(self, path: str, expr: Expr, scope: str, depth: int) -> Relocated | None:
        """A call of a closed module's own helper that only returns an expression: that expression."""
        names = dotted(expr.parts[0]) if expr.kind == "call" else None
        if names is None or len(expr.parts) > 1 or expr.keywords:
            return None
        origin = self._world.resolve(path, names, scope)
        if origin.kind != "function" or origin.rest or origin.path not in self._closed:
            return None
        function = self._world.function(origin.path, origin.name)
        returned = only_return(function) if function is not None else None
        if function is None or returned is None or function.params or function.is_async:
            raise NotRelocatable
        moved = self.move(origin.path, returned, function.qualname, depth + 1)
        return Relocated(_grouped(moved.text, returned), moved.imports, moved.modules)

    def _name(self, path: str, name: Expr, scope: str, depth: int) -> Relocated | None:
        """What a name becomes; None for a builtin."""
        row = self._import_row(path, str(name.value), scope)
        origin = self._world.resolve(path, (str(name.value),), scope)
        if row is not None and (row.scope or origin.kind not in ("local", "param")):
            return self._import(path, row)
        if origin.kind in ("local", "value") and origin.path == path:
            return self._variable(path, str(name.value), origin.scope if origin.kind == "local" else "", depth)
        if origin.kind in ("function", "class") and origin.path == path and "." not in origin.name:
            return self._from_module(path, origin.name)
        if origin.kind == "param" and not origin.rest:
            return self._argument(origin, depth)
        if origin.kind == "unknown" and hasattr(builtins, str(name.value)):
            return None
        raise NotRelocatable

    def _import_row(self, path: str, bound: str, scope: str) -> Import | None:
        for row in self._world.facts[path].imports:
            if row.bound == bound and (row.scope == "" or row.scope == scope) and row.name != "*":
                return row
        return None

    def _import(self, path: str, row: Import) -> Relocated:
        target = self._world.modules.resolve(path, row)
        if target in self._closed or target == self._target:
            raise NotRelocatable
        module = row.module
        if target is not None:
            module = self._module_name(path, row, target)
        elif row.level:
            raise NotRelocatable
        alias = f" as {row.bound}" if row.bound != (row.name or row.module.split(".")[0]) else ""
        line = f"import {module}{alias}" if row.name is None else f"from {module} import {row.name}{alias}"
        found = frozenset() if target is None else frozenset({target})
        return Relocated(row.bound, (line,), found)

    def _module_name(self, path: str, row: Import, target: str) -> str:
        """An import of the repository as the target module has to write it; absolute ones stay as they are."""
        if not row.level:
            return row.module
        name = form_within(self._world, [path], self._target, target)
        stem = target.removesuffix("/__init__.py").removesuffix(".py").rpartition("/")[2]
        if name is None or (row.name == stem and not row.module):
            raise NotRelocatable
        return name

    def _variable(self, path: str, name: str, scope: str, depth: int) -> Relocated:
        """A variable with one value: that value, which is read when the engine is made."""
        rows = [b for b in self._world.bindings(path, scope, name) if b.kind != "global"]
        if len(rows) != 1 or rows[0].value is None or rows[0].kind not in ("assign", "annassign"):
            raise NotRelocatable
        if scope == "" and (path not in self._closed or (path == self._home and not _is_instance(rows[0].value))):
            return self._from_module(path, name)
        if scope == "" and self._is_rebound(path, name):
            raise NotRelocatable
        value = rows[0].value
        moved = self.move(path, value, scope, depth + 1)
        return Relocated(_grouped(moved.text, value), moved.imports, moved.modules)

    def _argument(self, origin: Origin, depth: int) -> Relocated:
        """A parameter that every caller gives the same value: what the first one that can be moved gives."""
        function = self._world.function(origin.path, origin.scope)
        if function is None:
            raise NotRelocatable
        target = function.qualname if not function.is_method else function.scope
        for path, call in self._world.calls_to(origin.path, target):
            given = argument(call.expr, function, origin.name)
            if given is None or is_test_path(path):
                continue
            try:
                moved = self.move(path, given, call.scope, depth + 1)
            except NotRelocatable:
                continue
            return Relocated(_grouped(moved.text, given), moved.imports, moved.modules)
        raise NotRelocatable

    def _from_module(self, path: str, name: str) -> Relocated:
        module = form_within(self._world, [path], self._target, path)
        if (path in self._closed and path != self._home) or module is None:
            raise NotRelocatable
        return Relocated(name, (f"from {module} import {name}",), frozenset({path}))

    def _is_rebound(self, path: str, name: str) -> bool:
        """Whether some other module assigns to it: `config.DATABASE_PATH = ...`."""
        return any(ref.ctx == "store" and where != path for where, ref in self._world.refs_to(path, name))


def _names(expr: Expr, inside_text: bool = False) -> list[tuple[Expr, bool]]:
    """The free names of an expression, and whether each stands in an f-string, where positions cannot be trusted."""
    if expr.kind == "name":
        return [(expr, inside_text)]
    if expr.kind == "other" and expr.value in ("Lambda", "ListComp", "GeneratorExp", "DictComp", "SetComp"):
        raise NotRelocatable
    inside = inside_text or expr.kind == "fstring"
    found: list[tuple[Expr, bool]] = []
    for part in (*expr.parts, *(value for _, value in expr.keywords)):
        found += _names(part, inside)
    return found


def _is_instance(value: Expr) -> bool:
    """`settings = get_settings()`: an object that can be asked for again, not a value of its own."""
    return value.kind in ("name", "attr") or (value.kind == "call" and len(value.parts) == 1 and not value.keywords)


def _swapped(source: str, span: Span, swaps: list[tuple[Span, str]]) -> str:
    out, at = [], span.start
    for where, text in sorted(swaps, key=lambda swap: swap[0].start):
        out += [source[at : where.start], text]
        at = where.end
    out.append(source[at : span.end])
    return one_line("".join(out))


def _grouped(text: str, expr: Expr) -> str:
    return text if expr.kind in ("name", "attr", "call", "const", "subscript", "fstring", "dict") else f"({text})"
