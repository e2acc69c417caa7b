"""What the code means: where a value comes from, and what holds connections to a database."""

from __future__ import annotations

from typing import Literal

from consolidator.frozen import dataclass
from consolidator.model.facts import Call, Expr, Facts, Function
from consolidator.regex import lazy

_DIALECT = lazy(r"[a-z]\w*(?=[+:])")
_MEMORY = lazy(r"^sqlite(\+\w+)?://(/:memory:)?$")

Kind = Literal["engine", "driver pool", "client", "connection"]
"""A client is an object of the service's own that owns an engine, a connection one of a driver, without any pool.

A session factory holds nothing: it is a name by which its engine is handed on.
"""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from. Equal `key`s are provably equal values; `data` says why it is not one value.

    `env` is the environment variable read, `literal` the value where it is a constant, `home` the class or module
    of settings it is an attribute of, as (path, owner, field). `is_fixed` says that every deployment's value begins
    like `literal`, though settings give the rest.
    """

    key: str
    data: str | None = None
    env: str | None = None
    literal: str | None = None
    field: tuple[str, str, str] | None = None
    is_fixed: bool = False

    @property
    def dialect(self) -> str | None:
        """The URL's dialect in every deployment; None where a variable or a setting may give another one."""
        is_literal = (self.env is None and self.field is None) or self.key.startswith("fstring(")
        match = _DIALECT.match(self.literal or "") if is_literal or self.is_fixed else None
        return match[0] if match else None

    @property
    def is_memory(self) -> bool:
        """Whether this is an in-memory SQLite URL, of which each engine is its own database."""
        text = self.literal or ""
        return bool(_MEMORY.match(text)) or ":memory:" in text or "mode=memory" in text


@dataclass(frozen=True, slots=True)
class Size:
    """A parameter that says how many connections a driver's pool has, and what it is where nobody gives it.

    `default` None: what the size before it is. `position` is its number as a positional argument, None without one.
    """

    name: str
    default: int | None
    position: int | None = None


@dataclass(frozen=True, slots=True)
class PoolType:
    """What the pools are like that one function makes: SQLAlchemy's engines, or one of the drivers' own.

    `pool` is the class of an instance, `opener` the awaited method that opens an instance which is made closed,
    `closers` the methods that end it, in order, `waits` those of them that are awaited. `address` are the parameters
    that say which database it is, the first of them also as the positional argument with the number `position`; None
    where it has none.
    """

    creator: str
    pool: str
    address: tuple[str, ...]
    is_async: bool = True
    opener: str = ""
    closers: tuple[str, ...] = ("close",)
    waits: tuple[str, ...] = ("close",)
    resets: bool = False
    """Whether a connection forgets its session's settings when it goes back to the pool."""
    position: int | None = 0
    refuses: bool = False
    """Whether an exhausted pool raises an error at once, where others let their callers wait."""
    kind: Kind = "driver pool"
    sizes: tuple[Size, ...] = ()
    """What bounds its connections: the most of them last, and before it what it keeps open."""
    labels: tuple[str, ...] = ()
    """Parameters that name the pool for people, and change nothing."""


NO_POOL = PoolType("", "", ())


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """What holds connections to a database, known by the one call that creates it and all that surrounds the call.

    `target` is what it is assigned to ("" where it is not), `source` where its URL comes from, `options` are its other
    arguments as written.
    """

    path: str
    facts: Facts
    call: Call
    creator: str
    is_async: bool
    function: Function | None
    url: Expr | None
    source: Source
    options: tuple[tuple[str | None, Expr], ...]
    target: str
    kind: Kind
    pool: PoolType = NO_POOL
    """What it is like, where it is an engine or a driver's own pool."""

    @property
    def symbol(self) -> str:
        """What a person calls it: the enclosing function, else the variable, else a client's class, else the module."""
        if self.function is not None:
            return self.function.qualname
        return self.target or (self.creator.rpartition(":")[2] if self.kind == "client" else self.path)

    @property
    def scope(self) -> str:
        """The scope that the call stands in."""
        return self.call.scope

    @property
    def at_import(self) -> bool:
        """Whether it is created while the module is imported."""
        return self.call.at_import

    @property
    def arguments(self) -> tuple[tuple[str | None, Expr], ...]:
        """All arguments of the call by their names, None for one without."""
        return arguments_of(self.call)

    def option(self, name: str) -> Expr | None:
        """The expression given for an option."""
        return next((value for key, value in self.options if key == name), None)

    def text(self, expr: Expr) -> str:
        """The source text of an expression of this file."""
        return self.facts.text(expr.span)


def arguments_of(call: Call) -> tuple[tuple[str | None, Expr], ...]:
    """All arguments of a call by their names, None for one without."""
    return (*((None, value) for value in call.expr.parts[1:]), *call.expr.keywords)
