"""What one module says, without any meaning attached.

Facts come by the hundred thousand and are named tuples: they are made three times as fast as frozen dataclasses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, Protocol, TypeVar

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


class Said(NamedTuple):
    """What stands in the body of a function."""

    bindings: tuple[Binding, ...]
    calls: tuple[Call, ...]
    refs: tuple[Ref, ...]
    texts: tuple[Text, ...]
    statements: tuple[Statement, ...]


class Bodies(Protocol):
    """What reads the bodies of the functions of one text."""

    def read(self, body: Unread) -> Said:
        """All that stands in it."""

    def text(self, body: Unread) -> str:
        """The body as it is written, with its names as Python reads them (PEP 3131)."""


class Unread:
    """The body of a function, of which nothing is read before somebody asks what stands in it.

    `scope` is the function's qualified name, which is the scope of all that stands in the body; `start` is where its
    first line begins, and `line` the number of that. Most functions of a service have nothing to do with databases.
    """

    __slots__ = ("bodies", "end", "line", "said", "scope", "start")

    def __init__(self, scope: str, start: int, end: int, line: int, bodies: Bodies | None = None) -> None:
        self.scope = scope
        self.start = start
        self.end = end
        self.line = line
        self.bodies = bodies
        self.said: Said | None = None

    def read(self) -> Said:
        """All that stands in it."""
        if self.said is None:
            assert self.bodies is not None
            self.said = self.bodies.read(self)
        return self.said

    def text(self) -> str:
        """The body as it is written."""
        assert self.bodies is not None
        return self.bodies.text(self)

    def names(self, *names: str) -> bool:
        """Whether one of these words stands in it; an empty one does everywhere."""
        text = self.text()
        return any(not name or (name in text and any(_places(name, text))) for name in names)

    def calls(self, name: str) -> bool:
        """Whether this word stands in it before a bracket, or before what may hide one."""
        text = self.text()
        ends = _places(name, text) if name and name in text else ()
        return any(text[end : end + 40].lstrip(" \t\r\n\\")[:1] in ("(", "#", "") for end in ends)

    def touches(self, span: Span) -> bool:
        """Whether a part of the text has something in common with it."""
        return self.start < span.end and span.start < self.end

    def __call__(self) -> tuple[Statement, ...]:
        """The statements."""
        return self.read().statements

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unread) and self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash((self.scope, self.start))

    def __reduce__(self) -> tuple[type[Unread], tuple[object, ...]]:
        return Unread, (self.scope, self.start, self.end, self.line)


def _places(name: str, text: str) -> Iterator[int]:
    """Where a word ends that stands in a text by itself."""
    at = text.find(name)
    while at >= 0:
        end = at + len(name)
        around = text[at - 1 : at] if at else "", text[end : end + 1]
        if not any(each == "_" or each.isalnum() for each in around):
            yield end
        at = text.find(name, end)


Wanted = Callable[[Unread], bool]
"""Tells whether somebody asks for what stands in a body."""


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
        return self is other or (isinstance(other, Function) and self._values(self.body) == other._values(other.body))

    def __hash__(self) -> int:
        return hash((self.qualname, self.span))

    def __reduce__(self) -> tuple[type[Function], tuple[object, ...]]:
        return Function, self._values(self.inside if isinstance(self.inside, Unread) else self.body)

    def _values(self, inside: object) -> tuple[object, ...]:
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return tuple({**values, "inside": inside}.values())


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


T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What one module says, without any meaning attached; compared by identity, as there is one for each file.

    What stands in most functions is read when it is asked for: where a list of the module has a body that was not
    read, the rows of that have their place. Whoever needs a few of them says which bodies are `wanted`.
    """

    path: str
    source: str
    newline: str
    imports: tuple[Import, ...]
    functions: tuple[Function, ...]
    classes: tuple[Class, ...]
    known_bindings: tuple[Binding | Unread, ...]
    known_calls: tuple[Call | Unread, ...]
    known_refs: tuple[Ref | Unread, ...]
    known_texts: tuple[Text | Unread, ...]
    body: tuple[Statement, ...]
    has_main_guard: bool
    dunder_all: tuple[str, ...] | None
    docstring: Span | None
    pragmas: tuple[Pragma, ...] = ()
    marks: tuple[tuple[int, ...], ...] = ()
    """For each top statement, how many imports, functions, classes, known bindings, calls, refs and texts there are up
    to its end."""

    @property
    def unread(self) -> Iterator[Unread]:
        """The bodies whose rows are read when they are asked for."""
        return (row for row in self.known_calls if isinstance(row, Unread))

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """Everything that binds a name, in source order."""
        return self.some_bindings(everywhere)

    @property
    def calls(self) -> tuple[Call, ...]:
        """Every call, in source order."""
        return self.some_calls(everywhere)

    @property
    def refs(self) -> tuple[Ref, ...]:
        """Every use of a name, in source order."""
        return self.some_refs(everywhere)

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every string literal, in source order."""
        return self.some_texts(everywhere)

    def some_bindings(self, wanted: Wanted) -> tuple[Binding, ...]:
        """Those of the bodies that are wanted, and of all that was read with the module."""
        return _rows(self.known_bindings, wanted, 0)

    def some_calls(self, wanted: Wanted) -> tuple[Call, ...]:
        """Those of the bodies that are wanted, and of all that was read with the module."""
        return _rows(self.known_calls, wanted, 1)

    def some_refs(self, wanted: Wanted) -> tuple[Ref, ...]:
        """Those of the bodies that are wanted, and of all that was read with the module."""
        return _rows(self.known_refs, wanted, 2)

    def some_texts(self, wanted: Wanted) -> tuple[Text, ...]:
        """Those of the bodies that are wanted, and of all that was read with the module."""
        return _rows(self.known_texts, wanted, 3)

    def text(self, span: Span) -> str:
        """The source that a span covers."""
        return self.source[span.start : span.end]


def _rows(rows: Iterable[T | Unread], wanted: Wanted, kind: int) -> tuple[T, ...]:
    found: list[T] = []
    for row in rows:
        if not isinstance(row, Unread):
            found.append(row)
        elif wanted(row):
            found += row.read()[kind]  # type: ignore[arg-type]
    return tuple(found)


def everywhere(body: Unread) -> bool:
    """All bodies are wanted."""
    return True


def only(scope: str) -> Wanted:
    """The body of one function is wanted; with "" none is."""
    return lambda body: body.scope == scope


def inside(scope: str, name: str) -> Wanted:
    """The bodies of a function and of those inside of it are wanted, with "" all, where a name stands in them."""
    within = f"{scope}."
    return lambda body: (not scope or f"{body.scope}.".startswith(within)) and body.names(name)


def touching(*spans: Span) -> Wanted:
    """Bodies are wanted that have something in common with one of these parts of the text."""
    return lambda body: any(body.touches(span) for span in spans)


def naming(*names: str) -> Wanted:
    """Bodies are wanted in which one of these names stands."""
    return lambda body: body.names(*names)


def writing(word: str) -> Wanted:
    """Bodies are wanted in whose text a word stands, be it within another one."""
    return lambda body: word in body.text()
