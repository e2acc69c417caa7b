"""An expression to the texts that it spells, as far as the code alone says; the rest of them is a mark."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from consolidator.meaning.world import World
from consolidator.model import Expr
from consolidator.syntax.expressions import dotted

UNKNOWN = "\0"
"""Stands for a part of a text that only the running program knows."""
_DEPTH = 14
_MOST = 8
_SAME = {"quote", "quote_plus", "str", "make_url", "SecretStr", "decode", "encode", "strip", "get_secret_value"}
"""Calls whose result says what they are given, as far as a password in it goes."""
_DEFAULTED = {"getenv", "get"}


class Speller:
    """Spells the expressions of one module."""

    def __init__(self, world: World, path: str) -> None:
        self._world = world
        self._path = path

    def spell(self, expr: Expr, scope: str, depth: int = 0) -> tuple[str, ...]:
        """The texts that an expression may be, a few at most; the mark alone where nothing is known."""
        if depth > _DEPTH:
            return (UNKNOWN,)
        texts: Iterable[str]
        match expr.kind:
            case "const":
                texts = [_constant(expr.value)]
            case "name" | "attr":
                texts = self._name(expr, scope, depth)
            case "fstring":
                texts = self._joined(expr.parts, scope, depth)
            case "or" | "ifexp":
                parts = expr.parts if expr.kind == "or" else expr.parts[1:]
                texts = [text for part in parts for text in self.spell(part, scope, depth + 1)]
            case "binop":
                texts = self._operation(expr, scope, depth)
            case "call":
                texts = self._call(expr, scope, depth)
            case _:
                texts = [UNKNOWN]
        return tuple(dict.fromkeys(texts))[:_MOST] or (UNKNOWN,)

    def _joined(self, parts: Iterable[Expr], scope: str, depth: int, between: str = "") -> list[str]:
        """The parts one after the other; each has one spelling where all of them together have too many."""
        spelled = [self.spell(part, scope, depth + 1) for part in parts]
        several = sum(len(texts) > 1 for texts in spelled) <= 2
        return [between.join(row) for row in product(*(texts if several else texts[-1:] for texts in spelled))]

    def _operation(self, expr: Expr, scope: str, depth: int) -> list[str]:
        if expr.value == "Add":
            return self._joined(expr.parts, scope, depth)
        if expr.value != "Mod":
            return [UNKNOWN]
        template, given = expr.parts
        values = given.parts if given.kind == "list" else [value for _, value in given.keywords] or [given]
        return self._filled(template, values, scope, depth)

    def _filled(self, template: Expr, values: Iterable[Expr], scope: str, depth: int) -> list[str]:
        """A template with its fields taken as filled in order, which names and numbers in them may change."""
        texts = self.spell(template, scope, depth + 1)
        rows = [self.spell(value, scope, depth + 1)[-1] for value in values]
        return [_fill(text, rows) for text in texts]

    def _call(self, expr: Expr, scope: str, depth: int) -> list[str]:
        function, *given = expr.parts
        name = str(function.value)
        base = function.parts[0] if function.kind == "attr" else None
        if name in _DEFAULTED:
            default = [*given[1:2], *(value for key, value in expr.keywords if key == "default")]
            return list(self.spell(default[0], scope, depth + 1)) if default else [UNKNOWN]
        if base is not None and name == "format":
            return self._filled(base, [*given, *(value for _, value in expr.keywords)], scope, depth)
        if base is not None and name == "join" and len(given) == 1 and given[0].kind == "list":
            return self._joined(given[0].parts, scope, depth, self.spell(base, scope, depth + 1)[0])
        if base is not None and name == "replace" and len(given) == 2:
            old, new = (self.spell(part, scope, depth + 1)[-1] for part in given)
            return [text.replace(old, new) for text in self.spell(base, scope, depth + 1)]
        if name in _SAME:
            inner = given[0] if given and name not in ("decode", "encode", "strip") else base
            return list(self.spell(inner, scope, depth + 1)) if inner is not None else [UNKNOWN]
        return [UNKNOWN]

    def _name(self, expr: Expr, scope: str, depth: int) -> list[str]:
        """A variable of this module with one value."""
        names = dotted(expr)
        origin = self._world.resolve(self._path, names, scope) if names else None
        if origin is None or origin.path != self._path or origin.rest or origin.kind not in ("local", "value"):
            return [UNKNOWN]
        where = origin.scope if origin.kind == "local" else ""
        rows = self._world.bindings(self._path, where, origin.name)
        value = rows[0].value if len(rows) == 1 else None
        return list(self.spell(value, where, depth + 1)) if value is not None else [UNKNOWN]


def _constant(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else UNKNOWN


def _fill(template: str, values: list[str]) -> str:
    """`%s`, `%(name)s` and `{name}` in the order of the values."""
    out: list[str] = []
    rest, at = template, 0
    while at < len(values):
        starts = [found for mark in ("%s", "%(", "{") if (found := rest.find(mark)) >= 0]
        if not starts:
            break
        start = min(starts)
        end = rest.find("}" if rest[start] == "{" else "s", start) + 1 or len(rest)
        out += (rest[:start], values[at])
        rest, at = rest[end:], at + 1
    return "".join(out) + rest
