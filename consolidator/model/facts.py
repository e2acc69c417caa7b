"""What one module says, without any meaning attached.

Facts come by the hundred thousand and are named tuples: they are made three times as fast as frozen dataclasses.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from consolidator.frozen import dataclass, fields


class Span(NamedTuple):
    """A half-open range of character offsets in a file's decoded text; `line` and `column` count from 1."""

    start: int
    end: int
    line: int = 0
    column: int = 0

    def holds(self, other: Span) -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end


class Expr(NamedTuple):
    """An expression, reduced to what planning asks of it.

    kind: const, name, attr, call, fstring, binop, or, ifexp, subscript, dict, list, await, other.
    value: the constant; the name; the attribute's name; the operator of a binop.
    parts: attr -> (base,); call -> (function, *arguments); fstring, binop, or, ifexp,
    subscript, list -> operands in source order; dict -> values; await -> (operand,).
    keywords: of a call, (name or None for `**`, value); of a dict, (key text, value).
    """

    kind: str
    span: Span
    value: object = None
    parts: tuple[Expr, ...] = ()
    keywords: tuple[tuple[str | None, Expr], ...] = ()


class Import(NamedTuple):
    """One imported name. `module` is as written, `level` counts leading dots.

    `name` is None for `import module`, "*" for a star import; `bound` is the local name.
    `span` is the whole statement's.
    """

    module: str
    name: str | None
    bound: str
    level: int
    scope: str
    span: Span
    guarded: bool = False
    """Inside `if TYPE_CHECKING` or a `try`."""


class Param(NamedTuple):
    """A parameter of a function, with its default where it has one."""

    name: str
    default: Expr | None
    annotation: str | None = None
    kind: str = "positional"
    """positional, keyword, *args, **kwargs."""


class Statement(NamedTuple):
    """One statement of a body: kind is the syntax node's class name, lower case (assign, return, if, ...)."""

    kind: str
    span: Span
    value: Expr | None = None
    targets: tuple[str, ...] = ()
    body: tuple[Statement, ...] = ()
    orelse: tuple[Statement, ...] = ()
    handlers: tuple[Statement, ...] = ()
    finalbody: tuple[Statement, ...] = ()
    items: tuple[tuple[Expr, str | None], ...] = ()
    """Of a `with`: (context expression, bound name)."""
    annotation: str | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method. `qualname` joins enclosing names with dots; `scope` is the enclosing one."""

    name: str
    qualname: str
    scope: str
    params: tuple[Param, ...]
    decorators: tuple[Expr, ...]
    is_async: bool
    is_generator: bool
    is_method: bool
    span: Span
    """From the first decorator to the end of the body."""
    inside: tuple[Statement, ...] | Callable[[], tuple[Statement, ...]]
    """The body, or what gives it when somebody asks."""
    docstring: Span | None = None
    returns: str | None = None

    @property
    def body(self) -> tuple[Statement, ...]:
        """The statements."""
        found = self.inside
        if callable(found):
            found = found()
            object.__setattr__(self, "inside", found)
        return found

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Function) and self.__reduce__() == other.__reduce__())

    def __hash__(self) -> int:
        return hash((self.qualname, self.span))

    def __reduce__(self) -> tuple[type[Function], tuple[object, ...]]:
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return Function, tuple({**values, "inside": self.body}.values())


@dataclass(frozen=True, slots=True)
class Class:
    """A class with the statements of its body."""

    name: str
    qualname: str
    scope: str
    bases: tuple[Expr, ...]
    decorators: tuple[Expr, ...]
    span: Span
    body: tuple[Statement, ...]
    keywords: tuple[tuple[str | None, Expr], ...] = ()
    """Of the class statement: `class Settings(BaseSettings, env_prefix="APP_")`."""


class Binding(NamedTuple):
    """A name that gets a value: `target` is a name or a dotted `self.engine`; value None where it
    is not one expression.

    kind: assign, annassign, augassign, for, with, walrus, global, del, except, unpack.
    """

    target: str
    scope: str
    value: Expr | None
    kind: str
    span: Span


class Call(NamedTuple):
    """A call with where its result goes.

    role: assigned, returned, attribute (`f().x`), with, argument, expression, default, decorator, awaited, other.
    """

    expr: Expr
    scope: str
    statement: Span
    role: str
    at_import: bool
    """Evaluated while the module is imported (module level, class body, default argument)."""


class Ref(NamedTuple):
    """A use of a name or of a dotted chain of names: the longest chain, as written. ctx: load, store, del."""

    dotted: tuple[str, ...]
    scope: str
    span: Span
    ctx: str


class Text(NamedTuple):
    """A string literal in an expression (docstrings excluded) and the span of its quotes and content."""

    value: str
    span: Span
    scope: str


class Pragma(NamedTuple):
    """A comment that asks for something to be left alone: `# consolidate: ignore[CE101, CE302] -- why`.

    `kind` is "ignore" or "ignore-file", `codes` are the finding codes that it names, None where it is meant for all.
    """

    line: int
    kind: str
    reason: str = ""
    codes: tuple[str, ...] | None = None

    def names(self, code: str) -> bool:
        """Whether it is meant for findings of that code."""
        return self.codes is None or code in self.codes


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What one module says, without any meaning attached; compared by identity, as there is one for each file."""

    path: str
    source: str
    newline: str
    imports: tuple[Import, ...]
    functions: tuple[Function, ...]
    classes: tuple[Class, ...]
    bindings: tuple[Binding, ...]
    calls: tuple[Call, ...]
    refs: tuple[Ref, ...]
    texts: tuple[Text, ...]
    body: tuple[Statement, ...]
    has_main_guard: bool
    dunder_all: tuple[str, ...] | None
    docstring: Span | None
    pragmas: tuple[Pragma, ...] = ()
    marks: tuple[tuple[int, ...], ...] = ()
    """For each top statement, how many imports, functions, classes, bindings, calls, refs and texts there are up to its
    end."""

    def text(self, span: Span) -> str:
        """The source that a span covers."""
        return self.source[span.start : span.end]
