"""A URL expression to where its value comes from, so that two sites can be proven to mean one database.

The rules are those of the project's semantics: assignments, constants, helper functions, settings attributes,
environment reads, formatted strings and parameters with one source are followed; a value that depends on
anything else is data, and data is never shared.
"""

from __future__ import annotations

import re

from consolidator.frozen import replace
from consolidator.meaning.combined import deeper, joined, unknown
from consolidator.meaning.names import Origin
from consolidator.meaning.passed import Passed, passed
from consolidator.meaning.shapes import (
    formatted,
    is_driver_change,
    is_driver_replacement,
    mentions,
    normalises,
    only_return,
    prefix,
    shape,
)
from consolidator.meaning.world import World
from consolidator.model import Binding, Expr, Source
from consolidator.syntax.expressions import dotted

_DEPTH = 14
_ENVIRONMENT = {"os.getenv", "os.environ.get", "environ.get", "os.environ.__getitem__", "getenv"}
_TRANSPARENT = {"str", "sqlalchemy.engine.make_url", "sqlalchemy.make_url", "sqlalchemy.engine.url.make_url"}
_TRANSPARENT_METHODS = {"unicode_string", "get_secret_value", "strip", "__str__", "encoded_string"}
_COMMAND_LINE = {"argparse", "click", "typer", "docopt", "fire"}


_AT_CALLER = "; at one of its callers "
"""Behind what is told of a parameter; of a chain of callers only the last is told."""


class Follower:
    """Follows expressions through one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    def follow(self, path: str, expr: Expr, scope: str, depth: int = 0) -> Source:
        """The source of an expression that stands in a scope of a file."""
        if depth > _DEPTH:
            return unknown("it is computed in more steps than can be followed")
        match expr.kind:
            case "const":
                return Source(repr(expr.value), literal=expr.value if isinstance(expr.value, str) else None)
            case "name" | "attr":
                return self._chain(path, expr, scope, depth)
            case "call":
                return self._call(path, expr, scope, depth)
            case "subscript":
                return self._subscript(path, expr, scope, depth)
            case "await":
                return self.follow(path, expr.parts[0], scope, depth + 1)
        return self._combined(path, expr, scope, depth)

    # ------------------------------------------------------------------ combinations

    def _combined(self, path: str, expr: Expr, scope: str, depth: int) -> Source:
        operands = [*expr.parts, *(value for _, value in expr.keywords)]
        parts = [self.follow(path, part, scope, depth + 1) for part in operands]
        literals = [part.literal for part in parts]
        text = None
        if expr.kind == "fstring" and all(isinstance(item, str) for item in literals):
            text = "".join(item for item in literals if item is not None)
        if expr.kind == "binop" and expr.value == "Add" and all(isinstance(item, str) for item in literals):
            text = "".join(item for item in literals if item is not None)
        head = expr.kind if expr.kind != "binop" else f"binop:{expr.value}"
        if expr.kind == "fstring" and text is None:
            text = prefix(literals)
            return replace(joined(head, parts), literal=text)
        return Source(repr(text), literal=text) if text is not None else joined(head, parts)

    def _subscript(self, path: str, expr: Expr, scope: str, depth: int) -> Source:
        names = dotted(expr.parts[0])
        index = expr.parts[1]
        if names is not None and index.kind == "const":
            origin = self._world.resolve(path, names, scope)
            if origin.kind == "external" and origin.qualified == "os.environ":
                return Source(f"env:{index.value}", env=str(index.value))
        return self._combined(path, expr, scope, depth)

    # ------------------------------------------------------------------ names

    def _chain(self, path: str, expr: Expr, scope: str, depth: int) -> Source:
        names = dotted(expr)
        if names is None:
            base = self.follow(path, expr.parts[0], scope, depth + 1)
            return self._attributes(replace(base, literal=None), (str(expr.value),))
        if names[0] in ("self", "cls") and len(names) > 1:
            return self._member(path, names, scope, depth)
        return self.origin(path, self._world.resolve(path, names, scope), depth)

    def origin(self, path: str, origin: Origin, depth: int = 0) -> Source:
        """The source of the value that a resolved name holds."""
        match origin.kind:
            case "external":
                if origin.qualified.split(".")[0] in _COMMAND_LINE or origin.qualified.startswith("sys.argv"):
                    return unknown("it comes from the command line")
                return Source(f"ext:{origin.qualified}")
            case "param":
                base = self._parameter(origin, depth)
            case "local":
                base = self._bound(origin.path, origin.scope, origin.name, depth)
            case "value":
                base = self._value(origin, depth)
            case "member":
                return self._class_field(origin)
            case "class" | "function" | "module":
                return Source(f"{origin.kind}:{origin.path}:{origin.name}")
            case _:
                return Source(f"name:{origin.path}:{origin.qualified}")
        return self._attributes(base, origin.rest)

    def _attributes(self, base: Source, rest: tuple[str, ...]) -> Source:
        if base.data or not rest:
            return base
        owner = re.match(r"^(?:new|class):([^:]+):([\w.]+)(?:\(\))?$", base.key)
        field = (owner.group(1), owner.group(2), rest[-1]) if owner else deeper(base.field, rest)
        begins = self._property_begins(owner.group(1), owner.group(2), rest[0]) if owner and len(rest) == 1 else None
        key = ".".join((base.key, *rest))
        return Source(key, env=base.env, field=field, literal=begins, is_fixed=begins is not None)

    def _property_begins(self, path: str, owner: str, name: str) -> str | None:
        """The text that a property of the settings puts before its parts: `f"postgresql://{self.user}..."`."""
        function = self._world.function(path, f"{owner}.{name}")
        if function is None or not any((dotted(d) or ("",))[-1].endswith("property") for d in function.decorators):
            return None
        value = only_return(function)
        if value is None or value.kind != "fstring" or not value.parts or value.parts[0].kind != "const":
            return None
        return str(value.parts[0].value)

    def _class_field(self, origin: Origin) -> Source:
        owner, _, field = origin.name.rpartition(".")
        found = self._world.bindings(origin.path, owner, field)
        key = ".".join((f"class:{origin.path}:{owner}", field, *origin.rest))
        if len(found) == 1 and found[0].value is not None:
            inner = self.follow(origin.path, found[0].value, owner, 3)
            return Source(key, env=inner.env, field=(origin.path, owner, field))
        return Source(key, field=(origin.path, owner, field))

    def _value(self, origin: Origin, depth: int) -> Source:
        if origin.path not in self._world.facts:
            return Source(f"value:{origin.path}:{origin.name}")
        return self._bound(origin.path, "", origin.name, depth)

    def _bound(self, path: str, scope: str, name: str, depth: int) -> Source:
        """A variable: its one value, or all its values in order when every one of them is stable."""
        rows = [b for b in self._world.bindings(path, scope, name) if b.kind not in ("global", "del")]
        if any(b.kind in ("for", "with", "unpack", "except", "augassign") for b in rows):
            return unknown(f"`{name}` gets its value from a loop, a context or an unpacking")
        values = [b.value for b in rows if b.value is not None]
        if not values:
            return Source(f"value:{path}:{scope}:{name}")
        if len(values) == 1:
            return self.follow(path, values[0], scope, depth + 1)
        return self._rebound(path, scope, name, rows, depth)

    def _rebound(self, path: str, scope: str, name: str, rows: list[Binding], depth: int) -> Source:
        """`url = x; if ...: url = url.replace("postgresql://", "postgresql+asyncpg://")` is x with another driver."""
        first, *later = [b.value for b in rows if b.value is not None]
        base = self.follow(path, first, scope, depth + 1)
        if base.data:
            return base
        if all(is_driver_change(value, name) for value in later):
            return base
        rest = []
        for value in later:
            if mentions(value, name):
                rest.append(Source(f"changed:{shape(value)}"))
            else:
                rest.append(self.follow(path, value, scope, depth + 1))
        bad = next((part for part in rest if part.data), None)
        keys = [part.key for part in rest]
        if all(key == base.key for key in keys):
            return base
        return bad or Source(f"either({', '.join([base.key, *keys])})", env=base.env, field=base.field)

    def _member(self, path: str, names: tuple[str, ...], scope: str, depth: int) -> Source:
        """`self.url`: what the class puts there, if it does so in one place."""
        class_ = self._world.enclosing_class(path, scope)
        if class_ is None:
            return unknown("it is an attribute of an object")
        found: list[tuple[str, Binding]] = []
        for function in self._world.facts[path].functions:
            if function.scope == class_.qualname and function.params:
                rows = self._world.bindings(path, function.qualname, f"{function.params[0].name}.{names[1]}")
                found += [(function.qualname, row) for row in rows]
        found += [(class_.qualname, row) for row in self._world.bindings(path, class_.qualname, names[1])]
        values = [(where, row.value) for where, row in found if row.value is not None]
        if len(values) != 1:
            return unknown(f"`{'.'.join(names)}` belongs to an object")
        base = self.follow(path, values[0][1], values[0][0], depth + 1)
        return self._attributes(base, names[2:])

    def _parameter(self, origin: Origin, depth: int) -> Source:
        """A parameter whose every caller in the service passes the same source."""
        found = passed(self._world, origin)
        if isinstance(found, str):
            return unknown(found)
        reason = f"the URL is the parameter `{origin.name}`"
        sources = [self._argument(origin.name, row, depth) for row in found]
        bad = next((source for source in sources if source.data), None)
        if bad is not None:
            inner = (bad.data or "").rpartition(_AT_CALLER)[2]
            return unknown(f"{reason}{_AT_CALLER}{inner}" if len(reason) < 90 else reason)
        if len({source.key for source in sources}) > 1:
            return unknown(f"{reason}, and its callers pass different values")
        return sources[0]

    def _argument(self, name: str, row: Passed, depth: int) -> Source:
        if row.value is None:
            return unknown(f"the argument `{name}` cannot be seen")
        return self.follow(row.path, row.value, row.scope, depth + 1)

    # ------------------------------------------------------------------ calls

    def _call(self, path: str, expr: Expr, scope: str, depth: int) -> Source:
        function = expr.parts[0]
        names = dotted(function)
        origin = self._world.resolve(path, names, scope) if names else None
        if origin is not None and origin.kind in ("external", "unknown"):
            found = self._external(path, expr, origin, scope, depth)
            if found is not None:
                return found
        if origin is not None and origin.kind == "function" and not origin.rest:
            return self._helper(path, expr, origin, scope, depth)
        if origin is not None and origin.kind == "class" and not origin.rest:
            return self._construction(path, expr, origin, scope, depth)
        if function.kind == "attr":
            return self._method(path, expr, scope, depth)
        return self._combined(path, expr, scope, depth)

    def _external(self, path: str, expr: Expr, origin: Origin, scope: str, depth: int) -> Source | None:
        arguments = expr.parts[1:]
        if origin.qualified in _ENVIRONMENT and arguments and arguments[0].kind == "const":
            name = str(arguments[0].value)
            default = next((v for k, v in expr.keywords if k == "default"), None) or (
                arguments[1] if len(arguments) > 1 else None
            )
            fallback = self.follow(path, default, scope, depth + 1) if default is not None else None
            if fallback is not None and fallback.data:
                return fallback
            return Source(f"env:{name}" + (f" or {fallback.key}" if fallback else ""), env=name)
        if origin.qualified.split(".")[0] in _COMMAND_LINE:
            return unknown("it comes from the command line")
        if origin.qualified in _TRANSPARENT and len(arguments) == 1 and not expr.keywords:
            return self.follow(path, arguments[0], scope, depth + 1)
        return None

    def _method(self, path: str, expr: Expr, scope: str, depth: int) -> Source:
        function = expr.parts[0]
        base = self.follow(path, function.parts[0], scope, depth + 1)
        if base.data:
            return base
        if function.value in _TRANSPARENT_METHODS and len(expr.parts) == 1:
            return base
        if is_driver_replacement(expr):
            return base
        operands = [*expr.parts[1:], *(value for _, value in expr.keywords)]
        parts = [self.follow(path, part, scope, depth + 1) for part in operands]
        whole = joined(f"{base.key}.{function.value}", parts)
        keywords = ",".join(str(name) for name, _ in expr.keywords)
        literal = formatted(base.literal, str(function.value))
        return replace(whole, key=whole.key + keywords, env=base.env or whole.env, literal=literal)

    def _helper(self, path: str, expr: Expr, origin: Origin, scope: str, depth: int) -> Source:
        """A function of the repository: its one return value where that can be followed, else the call itself."""
        function = self._world.function(origin.path, origin.name)
        assert function is not None
        operands = [*expr.parts[1:], *(value for _, value in expr.keywords)]
        parts = [self.follow(path, part, scope, depth + 1) for part in operands]
        if len(operands) == 1 and not parts[0].data and normalises(function):
            return parts[0]
        returned = only_return(function)
        if returned is not None and not operands and not function.params:
            inner = self.follow(origin.path, returned, function.qualname, depth + 1)
            if not inner.data:
                return inner
        return joined(f"call:{origin.path}:{origin.name}", parts)

    def _construction(self, path: str, expr: Expr, origin: Origin, scope: str, depth: int) -> Source:
        operands = [*expr.parts[1:], *(value for _, value in expr.keywords)]
        parts = [self.follow(path, part, scope, depth + 1) for part in operands]
        return joined(f"new:{origin.path}:{origin.name}", parts)
